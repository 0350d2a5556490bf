// On a page put together from two editors' changes, lets one take the other's value into a field.
"use strict";
{
    const held = (row, taken) => {
        for (const cell of row.querySelectorAll("td")) {
            cell.classList.toggle("held", cell === taken);
        }
    };

    const fill = (control, values) => {
        if (control.type === "checkbox") {
            control.checked = values.length > 0;
        } else if (control.tagName === "SELECT") {
            const keys = values.map(([key]) => key);
            for (const [key, name] of values) {
                if (!Array.from(control.options).some((option) => option.value === key)) {
                    control.append(new Option(name, key));
                }
            }
            for (const option of control.options) {
                option.selected = keys.includes(option.value);
            }
        } else {
            control.value = values.length ? values[0][0] : "";
        }
        django.jQuery(control).trigger("change");
        control.dispatchEvent(new Event("input", {bubbles: true}));
    };

    document.addEventListener("click", (event) => {
        const button = event.target.closest("button[data-take]");
        const control = button && document.getElementById(button.dataset.take);
        if (control) {
            fill(control, JSON.parse(button.dataset.values));
            held(button.closest("tr"), button.closest("td"));
        }
    });
}
