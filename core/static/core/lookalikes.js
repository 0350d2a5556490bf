// Lists what looks like the record while its name, day or place is typed; the server asks again before it saves.
"use strict";
{
    const PAUSE = 400;
    const list = document.getElementById("look-alikes");
    const field = (name) => document.getElementById(`id_${name}`);
    const asked = ["name", "slug", "external_id", "started", "place"];

    const ask = async () => {
        const url = new URL(list.dataset.ask, window.location);
        for (const name of asked.filter(field)) {
            url.searchParams.set(name, field(name).value);
        }
        url.searchParams.set("pk", list.dataset.key || "");
        const answer = await fetch(url).catch(() => null);
        if (answer && answer.ok && !answer.redirected) {
            const ticked = list.querySelector("input:checked");
            const found = new DOMParser().parseFromString(await answer.text(), "text/html");
            const box = found.querySelector("input");
            if (box && ticked && ticked.value === box.value) {
                box.checked = true;
            }
            list.replaceChildren(...found.body.childNodes);
        }
    };

    let waiting = null;
    document.addEventListener("input", (event) => {
        if (list && asked.some((name) => field(name) === event.target)) {
            clearTimeout(waiting);
            waiting = setTimeout(ask, PAUSE);
        }
    });
}
