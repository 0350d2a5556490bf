// Shows beside a field what its text is understood as, while it is typed. The server reads it, as it will on saving.
"use strict";
{
    const PAUSE = 250;

    const beside = (control, name) => {
        const row = control.id.match(/^(id_.*-\d+-)/);
        return (row && document.getElementById(row[1] + name)) || document.getElementById(`id_${name}`);
    };

    const noteOf = (control) => {
        const id = `${control.id}_told`;
        let note = document.getElementById(id) || document.querySelector(`#${control.id}_helptext .told`);
        if (!note) {
            note = Object.assign(document.createElement("div"), {id, className: "told"});
            note.setAttribute("role", "status");
            control.insertAdjacentElement("afterend", note);
            control.setAttribute("aria-describedby", `${control.getAttribute("aria-describedby") || ""} ${id}`.trim());
        }
        return note;
    };

    const say = (note, {understood = "", problem = "", doubt = ""}) => {
        note.classList.toggle("problem", Boolean(problem));
        note.textContent = problem || (understood && `= ${understood}`);
        if (doubt) {
            note.append(Object.assign(document.createElement("span"), {className: "doubt", textContent: ` ${doubt}`}));
        }
    };

    const ask = async (control) => {
        const text = control.value.trim();
        const note = noteOf(control);
        if (!text) {
            say(note, {});
            return;
        }
        const url = new URL(control.dataset.understood, window.location);
        url.searchParams.set("text", text);
        for (const name of control.dataset.with.split(" ").filter(Boolean)) {
            const other = beside(control, name);
            url.searchParams.set(name, other ? other.value : "");
        }
        const answer = await fetch(url, {headers: {Accept: "application/json"}}).catch(() => null);
        if (answer && answer.ok && !answer.redirected && control.value.trim() === text) {
            say(note, await answer.json());
        }
    };

    const waiting = new Map();
    const soon = (control) => {
        clearTimeout(waiting.get(control));
        waiting.set(control, setTimeout(ask, PAUSE, control));
    };

    document.addEventListener("input", (event) => {
        if (event.target.dataset.understood) {
            soon(event.target);
        }
    });

    // Django lets every select say that it changed when a page is loaded.
    const values = new WeakMap();
    const isNew = (select) => {
        const first = Array.from(select.options).find((option) => option.defaultSelected);
        const before = values.has(select) ? values.get(select) : (first || {value: ""}).value;
        values.set(select, select.value);
        return before !== select.value;
    };

    django.jQuery(document).on("change", "select", (event) => {
        if (!isNew(event.target)) {
            return;
        }
        const row = event.target.closest(".inline-related, .module");
        for (const control of row ? row.querySelectorAll("[data-understood]") : []) {
            if (control.dataset.with.split(" ").some((name) => beside(control, name) === event.target)) {
                soon(control);
            }
        }
    });
}
