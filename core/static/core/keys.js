// The keyboard of the admin; "?" lists it.
"use strict";
{
    const KEYS = [
        ["Ctrl+S", "Save and go on editing"],
        ["Alt+A", "Add another row to the section one is in"],
        ["Alt+PageDown, Alt+PageUp", "Go to the section below, above"],
        ["Alt+S", "Cite the same source as the row above"],
        ["Alt+C", "Cite the fact one is in"],
        ["/", "Search, or go to the list of tables"],
        ["?", "This list"],
    ];
    const FOCUSABLE = "input:not([type=hidden]), select, textarea, .select2-selection, a.addlink, button, summary";
    const TYPED = "input:not([type=checkbox]):not([type=radio]), textarea, select, [contenteditable]";

    const SEARCHED = ["#searchbar", "#nav-filter", "#content-main .module th a"];
    const SAVING = ["_continue", "_saveasnew", "_save"];

    const visible = (element) => element.checkVisibility() && !element.classList.contains("select2-hidden-accessible");
    const firstIn = (part) => Array.from(part.querySelectorAll(FOCUSABLE)).find(visible);
    const sections = () => Array.from(document.querySelectorAll("#content fieldset.aligned, #content .inline-group"))
        .filter((part) => part.checkVisibility());
    const current = () => document.activeElement.closest("fieldset.aligned, .inline-group");

    const focus = (element) => {
        if (element) {
            element.focus();
            element.scrollIntoView({block: "nearest"});
        }
    };

    const save = () => {
        const button = SAVING.map((name) => document.querySelector(`[type=submit][name=${name}]`)).find(Boolean);
        if (button) {
            document.activeElement.blur();
            button.click();
        }
        return Boolean(button);
    };

    const addRow = () => {
        const here = document.activeElement.closest(".inline-group");
        const group = here || document.querySelector(".inline-group:has(.add-row a)");
        const link = group && group.querySelector(".add-row a");
        if (!link) {
            return false;
        }
        link.click();
        const rows = group.querySelectorAll(".inline-related:not(.empty-form), tbody tr.form-row:not(.empty-form)");
        const row = rows[rows.length - 1];
        focus(firstIn(row.querySelector(".cells") || row));
        return true;
    };

    const goTo = (step) => {
        const all = sections();
        const next = all[all.indexOf(current()) + step];
        if (next) {
            focus((next.matches(".inline-group") && next.querySelector(".add-row a")) || firstIn(next));
            next.scrollIntoView({block: "start"});
        }
        return all.length > 0;
    };

    const search = () => {
        const field = SEARCHED.flatMap((place) => Array.from(document.querySelectorAll(place))).find(visible);
        focus(field);
        return Boolean(field);
    };

    const help = () => {
        let dialog = document.getElementById("keys");
        if (!dialog) {
            dialog = Object.assign(document.createElement("dialog"), {id: "keys"});
            dialog.setAttribute("aria-labelledby", "keys-heading");
            const list = document.createElement("dl");
            for (const [keys, does] of KEYS) {
                list.append(
                    Object.assign(document.createElement("dt"), {textContent: keys}),
                    Object.assign(document.createElement("dd"), {textContent: does}),
                );
            }
            const close = Object.assign(document.createElement("button"), {type: "button", textContent: "Close"});
            close.addEventListener("click", () => dialog.close());
            const heading = Object.assign(document.createElement("h2"), {id: "keys-heading", textContent: "Keys"});
            dialog.append(heading, list, close);
            document.body.append(dialog);
        }
        dialog.showModal();
        return true;
    };

    const command = (event) => {
        if ((event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey && event.code === "KeyS") {
            return save;
        }
        if (event.altKey && !event.ctrlKey && !event.metaKey) {
            return {KeyA: addRow, PageDown: () => goTo(1), PageUp: () => goTo(-1)}[event.code];
        }
        const plain = !event.ctrlKey && !event.metaKey && !event.altKey && !event.target.matches(TYPED);
        return plain ? {"/": search, "?": help}[event.key] : null;
    };

    // On its way down, because Select2 keeps to itself what is pressed in its search fields.
    document.addEventListener("keydown", (event) => {
        const run = command(event);
        if (run && run()) {
            event.preventDefault();
            event.stopPropagation();
        }
    }, true);

    const tools = document.getElementById("user-tools");
    if (tools && document.querySelector("#content-main")) {
        const button = Object.assign(document.createElement("button"), {type: "button", textContent: "Keys"});
        button.title = "The keyboard of this page (?)";
        button.addEventListener("click", help);
        tools.append(" / ", button);
    }
}
