// Puts back what rows leave to the empty row of their table, before anything else looks at them: fields that are blank,
// what the controls of a field have in common, and ids, which follow from names.
"use strict";
{
    const OWN = ["value", "checked"];
    const fieldOf = (cell) => Array.from(cell.classList).find((name) => name.startsWith("field-"));

    const copyOf = (like, place) => {
        const copy = like.cloneNode(true);
        for (const part of [copy, ...copy.querySelectorAll("[id], [name], [for]")]) {
            for (const name of ["id", "name", "for"].filter((each) => part.hasAttribute(each))) {
                part.setAttribute(name, part.getAttribute(name).replace("__prefix__", place));
            }
        }
        return copy;
    };

    const completeList = (select, like) => {
        const own = Array.from(select.options);
        const chosen = Array.from(select.selectedOptions);
        const all = Array.from(like.options, ({value, text}) => own.find((option) => option.value === value)
            || new Option(text, value));
        select.replaceChildren(...all, ...own.filter((option) => !all.includes(option)));
        for (const option of chosen) {
            option.selected = true;
        }
    };

    const complete = (cell, like, place) => {
        const [control, pattern] = [cell, like].map((each) => each.querySelector("[name]"));
        if (!control || !pattern) {
            return;
        }
        for (const {name, value} of pattern.attributes) {
            if (!control.hasAttribute(name) && !OWN.includes(name)) {
                control.setAttribute(name, value);
            }
        }
        if (pattern.options) {
            completeList(control, pattern);
        }
        const links = pattern.closest(".related-widget-wrapper");
        if (links && !control.closest(".related-widget-wrapper")) {
            const copy = copyOf(links, place);
            control.replaceWith(copy);
            copy.querySelector("select").replaceWith(control);
        }
    };

    const cellsOf = (row) => Array.from(row.querySelectorAll(".cell, td[class^=field-]"));

    const completeRow = (row, pattern, place) => {
        const own = new Map(cellsOf(row).map((cell) => [fieldOf(cell), cell]));
        const boxes = row.querySelectorAll(".cells");
        pattern.querySelectorAll(".cells").forEach((box, number) => {
            boxes[number].append(...Array.from(box.children, (like) => own.get(fieldOf(like)) || copyOf(like, place)));
        });
        for (const control of row.querySelectorAll("[name]")) {
            control.id = `id_${control.name}`;
            for (const label of control.parentElement.querySelectorAll(":scope > label")) {
                label.htmlFor = control.id;
            }
        }
        for (const like of cellsOf(pattern).filter((each) => own.has(fieldOf(each)))) {
            complete(own.get(fieldOf(like)), like, place);
        }
    };

    const typedIn = document.activeElement;
    for (const pattern of document.querySelectorAll(".empty-form")) {
        const prefix = pattern.id.replace(/empty$/, "");
        const rows = pattern.parentElement.querySelectorAll(":scope > .inline-related, :scope > .form-row");
        for (const row of Array.from(rows).filter((each) => each !== pattern)) {
            completeRow(row, pattern, row.id.replace(prefix, ""));
        }
    }
    // On a slow line someone may be typing already, and what is moved loses the focus.
    if (typedIn !== document.activeElement) {
        typedIn.focus({preventScroll: true});
    }
}
