// Names Select2's comboboxes and Django's dates after their fields, and opens a list for what its filter picked.
// Select2 4.0 gives a box the roles of ARIA 1.0: what is chosen is no text field, and the list is named by aria-controls.
"use strict";
{
    const nameOf = (select) => select.getAttribute("aria-label")
        || Array.from(select.labels, (label) => label.textContent.trim().replace(/:$/, "")).join(" ");

    const rename = (control, name) => {
        control.removeAttribute("aria-labelledby");
        control.setAttribute("aria-label", name);
    };

    const nameBoxes = (part) => {
        for (const input of part.querySelectorAll(".datetime input")) {
            const label = input.closest(".form-row").querySelector("label, legend").textContent.trim();
            rename(input, `${label} ${input.classList.contains("vDateField") ? "date" : "time"}`);
        }
        for (const select of part.querySelectorAll("select.select2-hidden-accessible")) {
            const box = select.nextElementSibling;
            for (const control of box.querySelectorAll("[role=combobox], .select2-search__field")) {
                rename(control, nameOf(select));
            }
            for (const chosen of box.querySelectorAll("[role=textbox]")) {
                chosen.removeAttribute("role");
                chosen.removeAttribute("aria-readonly");
            }
        }
    };

    const showPicked = (select) => {
        const url = new URL(window.location);
        const parameter = select.dataset.parameter;
        url.searchParams.delete("p");
        url.searchParams.delete(parameter.replace(/__\w+__exact$/, "__isnull"));
        url.searchParams.delete(parameter);
        if (select.value) {
            url.searchParams.set(parameter, select.value);
        }
        window.location.assign(url);
    };

    if (window.django && django.jQuery) {
        const $ = django.jQuery;
        $(() => nameBoxes(document));
        document.addEventListener("formset:added", (event) => nameBoxes(event.target));
        window.addEventListener("load", () => {
            for (const lens of document.querySelectorAll(".selector .search-label-icon")) {
                lens.setAttribute("role", "img");
            }
        });
        $(document).on("select2:open", (event) => {
            const field = document.querySelector(".select2-dropdown .select2-search__field");
            if (field) {
                rename(field, `Search: ${nameOf(event.target)}`);
            }
            const box = event.target.nextElementSibling.querySelector("[role=combobox]");
            box.setAttribute("aria-haspopup", "listbox");
            box.setAttribute("aria-controls", box.getAttribute("aria-owns"));
        });
        $(document).on("change", "select[data-parameter]", (event) => showPicked(event.target));
    }
}
