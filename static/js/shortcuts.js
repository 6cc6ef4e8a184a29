// Keys that lead to pages and to the next decision; listed at /keyboard/.
const PAGES = { t: "today", a: "athletes", s: "search" };
let isGoing = false;

const addressOf = (name) => document.querySelector(`[data-shortcut="${name}"]`)?.href;

function isTyping(target) {
    return target.matches?.("input, select, textarea, [contenteditable]");
}

function step(by) {
    const decisions = [...document.querySelectorAll(".decision")].filter((decision) => decision.offsetParent);
    if (!decisions.length) return;
    const at = decisions.findIndex((decision) => decision.contains(document.activeElement));
    const next = decisions[Math.min(Math.max(at + by, 0), decisions.length - 1)];
    next.querySelector("a.action")?.focus();
    next.scrollIntoView({ block: "nearest" });
}

function goTo(name) {
    const address = addressOf(name);
    if (address) window.location.assign(address);
}

document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
    if (isGoing && event.key in PAGES) goTo(PAGES[event.key]);
    isGoing = event.key === "g";
    if (event.key === "j") step(1);
    if (event.key === "k") step(-1);
    if (event.key === "[") goTo("previous");
    if (event.key === "]") goTo("following");
    if (event.key === "?") goTo("keyboard");
});
