// Says that this form is open, and shows who else has it open.
"use strict";
{
    const box = document.getElementById("presence");
    const token = () => document.querySelector("[name=csrfmiddlewaretoken]").value;
    const body = (state) => {
        const sent = new FormData();
        sent.append("csrfmiddlewaretoken", token());
        sent.append("state", state);
        return sent;
    };

    const report = async (state) => {
        try {
            const answer = await fetch(box.dataset.address, {method: "POST", body: body(state), redirect: "error"});
            if (answer.ok) {
                const {notice} = await answer.json();
                if (box.textContent !== notice) {
                    box.textContent = notice;
                }
            }
        } catch {
            // Without an answer the form works as before.
        }
    };

    if (box) {
        report("opened");
        setInterval(() => document.visibilityState === "visible" && report("open"), 1000 * box.dataset.seconds);
        document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && report("open"));
        window.addEventListener("pagehide", () => navigator.sendBeacon(box.dataset.address, body("closed")));
    }
}
