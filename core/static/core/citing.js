// Citing from the row: the same source as above in one key, and a citation begun from the fact it is for.
"use strict";
if (window.django && django.jQuery) {
    const $ = django.jQuery;
    const SOURCES = ["sources", "source"];

    const part = (row, name) => row.querySelector(`[name$="-${name}"]`);
    const sourcesOf = (row) => SOURCES.map((name) => part(row, name)).find(Boolean);
    const rows = () => Array.from(document.querySelectorAll(".inline-related:not(.empty-form)")).filter(sourcesOf);
    const chosen = (select) => Array.from(select.selectedOptions).filter((option) => option.value);

    const say = (row, text) => {
        row.querySelector(".same .told").textContent = text;
    };

    const choose = (select, options) => {
        for (const {value, text} of options) {
            const known = Array.from(select.options).find((option) => option.value === value);
            (known || select.appendChild(new Option(text, value))).selected = true;
        }
        $(select).trigger("change");
    };

    const sameAsAbove = (row) => {
        const before = rows();
        const above = before.slice(0, before.indexOf(row)).reverse().find((other) => chosen(sourcesOf(other)).length);
        if (!above) {
            say(row, "No row above names a source.");
            return;
        }
        const options = chosen(sourcesOf(above));
        choose(sourcesOf(row), sourcesOf(row).multiple ? options : options.slice(0, 1));
        const locator = part(row, "locator");
        locator.value = locator.value || part(above, "locator").value;
        say(row, `Cited: ${options.map((option) => option.text).join("; ")}${locator.value && `, ${locator.value}`}`);
        locator.focus();
    };

    const offer = (row) => {
        if (row.matches(".empty-form") || !sourcesOf(row) || row.querySelector(".same")) {
            return;
        }
        const button = Object.assign(document.createElement("button"), {type: "button", textContent: "Same as above"});
        button.title = "Cite the source of the row above (Alt+S)";
        const told = Object.assign(document.createElement("span"), {className: "told"});
        told.setAttribute("role", "status");
        const line = Object.assign(document.createElement("div"), {className: "same"});
        line.append(button, told);
        sourcesOf(row).closest(".cell").append(line);
        button.addEventListener("click", () => sameAsAbove(row));
    };

    const addCitation = (fact) => {
        document.querySelector("#citations-group .add-row a").click();
        const row = rows().filter((other) => other.closest("#citations-group")).pop();
        part(row, "fact").value = fact;
        row.scrollIntoView({block: "center"});
        $(part(row, "source")).select2("open");
    };

    const facts = document.getElementById("id_citations-__prefix__-fact");
    const factOf = (control) => {
        const grouped = JSON.parse(facts.dataset.grouped);
        const name = Object.keys(grouped).find((fact) => grouped[fact].includes(control.name)) || control.name;
        return Array.from(facts.options).some((option) => option.value && option.value === name) ? name : null;
    };

    const offerFacts = () => {
        const cited = new Set();
        for (const control of document.querySelectorAll("#content fieldset.aligned [name]")) {
            const fact = factOf(control);
            const label = control.labels && control.labels[0];
            if (fact && label && !cited.has(fact)) {
                cited.add(fact);
                const button = Object.assign(document.createElement("button"), {type: "button", className: "cite"});
                Object.assign(button, {textContent: "cite", title: "Add a citation for this fact (Alt+C)", tabIndex: -1});
                button.setAttribute("aria-label", `Cite ${fact.replaceAll("_", " ")}`);
                button.addEventListener("click", () => addCitation(fact));
                label.after(button);
            }
        }
    };

    $(() => {
        document.querySelectorAll(".inline-related").forEach(offer);
        if (facts && document.querySelector("#citations-group .add-row a")) {
            offerFacts();
        }
    });
    document.addEventListener("formset:added", (event) => offer(event.target));
    document.addEventListener("keydown", (event) => {
        if (!event.altKey || event.ctrlKey || event.metaKey) {
            return;
        }
        const row = document.activeElement.closest(".inline-related");
        if (event.code === "KeyS" && row && sourcesOf(row)) {
            event.preventDefault();
            event.stopPropagation();
            $(sourcesOf(row)).select2("close");
            sameAsAbove(row);
        } else if (event.code === "KeyC" && facts && !row && document.activeElement.name) {
            const fact = factOf(document.activeElement);
            if (fact) {
                event.preventDefault();
                addCitation(fact);
            }
        }
    }, true);
}
