// Nothing typed is lost: a form with changes asks before it is left, and what was typed into it is kept in this
// browser until it is saved, through an expired session and a restarted server.
"use strict";
{
    const PAUSE = 400;
    const MANAGED = /csrfmiddlewaretoken|^_|-(TOTAL|INITIAL|MIN_NUM|MAX_NUM)_FORMS$|__prefix__/;
    const EMPTY = ["\"\"", "[]", "false"];
    const ROW = /^(.+)-(\d+)-(.+)$/;
    const form = document.querySelector(".change-form #content-main form[method=post]");
    const user = (document.querySelector("#user-tools strong") || {}).textContent || "";
    const keyOf = (path) => `armoury-draft ${user} ${path}`;
    const popup = document.querySelector("[name=_popup]");

    const controls = () => Array.from(form.elements).filter((control) => control.name
        && !MANAGED.test(control.name) && !["password", "file", "submit", "button"].includes(control.type));
    const held = (control) => {
        if (control.type === "checkbox") {
            return control.checked;
        }
        return control.tagName === "SELECT"
            ? Array.from(control.selectedOptions, (option) => [option.value, option.text]).filter(([value]) => value)
            : control.value;
    };
    const number = (prefix, kind) => Number((form.elements[`${prefix}-${kind}_FORMS`] || {}).value || 0);
    const snapshot = () => new Map(controls().map((control) => [control.name, JSON.stringify(held(control))]));

    let begun = null;
    let refused = [];
    let offered = [];
    let leaving = false;

    // Where a change stands now: rows are known by their keys, new ones by their place among the new.
    const standing = ({name, id, fresh}) => {
        const row = name.match(ROW);
        if (!row || !form.elements[`${row[1]}-TOTAL_FORMS`]) {
            return form.elements[name];
        }
        const [, prefix, , field] = row;
        const rows = Array.from({length: number(prefix, "INITIAL")}, (_, index) => index);
        const place = id ? rows.find((index) => form.elements[`${prefix}-${index}-id`].value === id) : rows.length + fresh;
        return form.elements[`${prefix}-${place}-${field}`];
    };

    // A change is a field of the record or of a row it has, named by the row's key, or a row that is new.
    const changes = () => {
        const found = [];
        for (const control of controls()) {
            const row = control.name.match(ROW);
            const value = JSON.stringify(held(control));
            const isNew = row && Number(row[2]) >= number(row[1], "INITIAL");
            const same = begun.has(control.name) ? begun.get(control.name) === value : EMPTY.includes(value);
            if (!same) {
                const id = row && !isNew ? form.elements[`${row[1]}-${row[2]}-id`].value : null;
                const fresh = isNew ? Number(row[2]) - number(row[1], "INITIAL") : null;
                found.push({name: control.name, value: held(control), id, fresh});
            }
        }
        // What a refused form was sent with is no change of the page that came back, and not saved either.
        const named = new Set(found.map((change) => change.name));
        const unsaved = refused.map((change) => [change, standing(change)])
            .filter(([, there]) => there && there.tagName && !named.has(there.name));
        return [...found, ...unsaved.map(([change, there]) => ({...change, name: there.name, value: held(there)}))];
    };

    const keep = () => {
        const now = changes();
        const named = new Set(now.map((change) => change.name));
        const found = [...now, ...offered.filter((change) => !named.has(change.name))];
        try {
            if (found.length) {
                localStorage.setItem(keyOf(location.pathname), JSON.stringify({at: Date.now(), changes: found}));
            } else {
                localStorage.removeItem(keyOf(location.pathname));
            }
        } catch {
            // Without storage the warning on leaving still holds.
        }
    };

    const fill = (control, value) => {
        if (control.type === "checkbox") {
            control.checked = value;
        } else if (control.tagName === "SELECT") {
            const chosen = new Map(value);
            for (const [key, text] of value) {
                if (!Array.from(control.options).some((option) => option.value === key)) {
                    control.append(new Option(text, key));
                }
            }
            for (const option of control.options) {
                option.selected = chosen.has(option.value) || (!chosen.size && !option.value);
            }
        } else {
            control.value = value;
        }
        django.jQuery(control).trigger("change");
        control.dispatchEvent(new Event("input", {bubbles: true}));
        const fold = control.closest("details");
        if (fold && control.type !== "hidden") {
            fold.open = true;
        }
    };

    const control = (change, added) => {
        const row = change.name.match(ROW);
        if (change.id || !row || !form.elements[`${row[1]}-TOTAL_FORMS`]) {
            return standing(change);
        }
        const [, prefix, place, field] = row;
        const key = `${prefix}-${place}`;
        if (!added.has(key)) {
            const free = number(prefix, "TOTAL");
            const link = document.querySelector(`#${prefix}-group .add-row a`);
            if (link) {
                link.click();
            }
            added.set(key, `${prefix}-${free}`);
        }
        return form.elements[`${added.get(key)}-${field}`];
    };

    const restore = (draft) => {
        const added = new Map();
        const lost = [];
        for (const change of draft.changes) {
            const there = control(change, added);
            if (there && there.tagName) {
                fill(there, change.value);
            } else {
                lost.push(change);
            }
        }
        return lost;
    };

    // Rows that are not shown may be on another page: the address that shows them.
    const isElsewhere = ({name, id}) => Boolean(id && form.elements[name.replace(ROW, "$1-PAGE")]);
    const addressOf = (changes) => {
        const asked = new URLSearchParams();
        for (const {name, id} of changes) {
            const named = name.replace(ROW, "$1-ROWS");
            const ids = new Set([...(asked.get(named) || "").split(","), id].filter(Boolean));
            asked.set(named, [...ids].join(","));
        }
        return `?${asked}`;
    };

    const button = (text, does) => {
        const made = Object.assign(document.createElement("button"), {type: "button", textContent: text});
        made.addEventListener("click", does);
        return made;
    };

    const offer = (draft) => {
        offered = draft.changes;
        const box = Object.assign(document.createElement("div"), {className: "offer"});
        box.setAttribute("role", "status");
        const when = new Date(draft.at).toLocaleString(document.documentElement.lang);
        const text = document.createElement("p");
        text.textContent = `What you typed here until ${when} was not saved (fields: ${draft.changes.length}).`;
        const discard = button("Discard it", () => {
            offered = [];
            localStorage.removeItem(keyOf(location.pathname));
            box.remove();
        });
        box.append(text, button("Put it back", () => {
            const absent = restore(draft);
            offered = absent.filter(isElsewhere);
            const lost = absent.filter((change) => !isElsewhere(change))
                .map(({name, value}) => `${name}: ${[value].flat(2).join(" ")}`);
            text.textContent = lost.length ? `Its place is gone: ${lost.join("; ")}` : "It is back; save it to keep it.";
            if (offered.length) {
                const link = Object.assign(document.createElement("a"), {href: addressOf(offered)});
                link.textContent = "Show the rows it was typed into";
                text.textContent = `${offered.length} of ${draft.changes.length} fields are of rows that are not shown. `;
                text.append(link);
            }
            box.querySelectorAll("button").forEach((other) => other.remove());
            keep();
        }), " ", discard);
        form.prepend(box);
    };

    const stored = (key) => {
        try {
            return JSON.parse(localStorage.getItem(key));
        } catch {
            return null;
        }
    };

    // A form that was sent is saved when the next page says so.
    const sent = sessionStorage.getItem("armoury-sent");
    if (sent && document.querySelector(".messagelist .success")) {
        localStorage.removeItem(keyOf(sent));
    }
    sessionStorage.removeItem("armoury-sent");

    if (form && !popup) {
        django.jQuery(() => setTimeout(() => {
            begun = snapshot();
            const draft = stored(keyOf(location.pathname));
            if (draft && document.querySelector(".errornote")) {
                refused = draft.changes;
            } else if (draft) {
                offer(draft);
            }
        }));
        let waiting = null;
        const soon = () => {
            if (begun) {
                clearTimeout(waiting);
                waiting = setTimeout(keep, PAUSE);
            }
        };
        form.addEventListener("input", soon);
        django.jQuery(form).on("change", soon);
        form.addEventListener("submit", () => {
            leaving = true;
            if (begun) {
                keep();
            }
            sessionStorage.setItem("armoury-sent", location.pathname);
        });
        window.addEventListener("beforeunload", (event) => {
            if (!leaving && begun && changes().length) {
                keep();
                event.preventDefault();
            }
        });
    }
}
