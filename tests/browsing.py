"""Looking at pages in a browser: who is signed in there, and what is wrong with a page."""

from urllib.parse import urljoin

from django.test import Client

WATCH = """
window.violations = [];
document.addEventListener("securitypolicyviolation", (event) => {
    window.violations.push(`${event.violatedDirective} ${event.blockedURI} ${event.sample}`);
});
"""
NAMELESS = """
() => {
    document.querySelectorAll("details").forEach((fold) => { fold.open = true; });
    const named = (control) => [
        control.getAttribute("aria-label"),
        ...Array.from(control.labels || [], (label) => label.textContent + (label.querySelector("img") || {}).alt),
        ...(control.getAttribute("aria-labelledby") || "").split(" ").map(
            (id) => (document.getElementById(id) || {}).textContent),
    ].some((name) => name && name.trim());
    return Array.from(document.querySelectorAll("input, select, textarea, [role=combobox]"))
        .filter((control) => control.checkVisibility() && !control.closest("[aria-hidden=true]"))
        .filter((control) => !["hidden", "submit"].includes(control.type))
        .filter((control) => !named(control))
        .map((control) => control.outerHTML.slice(0, 200));
}
"""


def page_of(user, browser, live_server):
    """Return a page of a browser in which a user is signed in; it keeps what breaks the policy and what fails."""
    context = browser.new_context(base_url=live_server.url, locale="en-GB")
    sign_in_as(context, user, live_server.url)
    context.add_init_script(WATCH)
    page = context.new_page()
    page.errors = []
    page.on("pageerror", lambda error: page.errors.append(str(error)))
    page.on("console", lambda told: page.errors.extend([told.text] if is_fault(told, page) else []))
    return page


def sign_in_as(context, user, url: str) -> None:
    """Sign a user in on the site a page of which has this address."""
    client = Client()
    client.force_login(user)
    context.add_cookies([{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": urljoin(url, "/")}])


def is_fault(told, page) -> bool:
    """Tell whether a line of the console is about something that failed, not the page's own refusal."""
    return told.type == "error" and told.location["url"] != page.url


def faults(page) -> list[str]:
    """Return what is wrong with a page: controls without a name, broken policy, failed scripts and files."""
    return page.evaluate(NAMELESS) + page.evaluate("window.violations") + page.errors
