// Keys of the review page: each element with data-key is pressed by its letter.
const copyButton = document.querySelector("[data-copies]");
if (copyButton && navigator.clipboard) {
    copyButton.hidden = false;
    copyButton.addEventListener("click", async () => {
        await navigator.clipboard.writeText(document.getElementById(copyButton.dataset.copies).value);
        document.getElementById("copied").textContent = "Copied.";
    });
}

function isTyping(target) {
    return target instanceof Element && target.closest("input, textarea, select, [contenteditable]");
}

document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (isTyping(event.target)) {
        if (event.key === "Escape") event.target.blur();
        return;
    }
    const target = document.querySelector(`[data-key="${CSS.escape(event.key)}"]:not([hidden])`);
    if (!target) return;
    event.preventDefault();
    if (target.getAttribute("href") === "#text") document.getElementById("text").focus();
    else target.click();
});
