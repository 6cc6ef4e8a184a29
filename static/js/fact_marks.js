// Pointing at a number of the summary marks the seconds that it comes from on the chart.
function mark(spans) {
    clear();
    const host = document.getElementById("stream-chart");
    if (!host?.plots) return;
    const length = host.plots[0].data[0].length;
    const parts = spans.filter(([from, to]) => to - from < length); // the whole ride needs no mark
    for (const plot of host.plots) {
        for (const [from, to] of parts) {
            const left = plot.valToPos(from, "x");
            const right = plot.valToPos(to, "x");
            if (right < 0 || left > plot.over.clientWidth) continue; // outside of what is zoomed to
            const band = document.createElement("div");
            band.className = "fact-seconds";
            band.style.left = `${Math.max(left, 0)}px`;
            band.style.width = `${Math.min(right, plot.over.clientWidth) - Math.max(left, 0)}px`;
            plot.over.append(band);
        }
    }
}

function clear() {
    for (const band of document.querySelectorAll(".fact-seconds")) band.remove();
}

function spansOf(event) {
    const fact = event.target.closest?.(".fact[data-spans]");
    return fact ? JSON.parse(fact.dataset.spans) : null;
}

for (const kind of ["pointerover", "focusin"]) {
    document.addEventListener(kind, (event) => {
        const spans = spansOf(event);
        if (spans) mark(spans);
    });
}
for (const kind of ["pointerout", "focusout"]) {
    document.addEventListener(kind, (event) => {
        if (spansOf(event)) clear();
    });
}
