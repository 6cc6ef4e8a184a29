// Pointing at a number of the summary marks the seconds that it comes from on the chart.
function mark(spans) {
    const host = document.getElementById("stream-chart");
    if (!host?.plots || !spans.length) return;
    const start = Math.min(...spans.map(([from]) => from));
    const end = Math.max(...spans.map(([, to]) => to));
    if (end - start >= host.plots[0].data[0].length) return; // the whole ride needs no mark
    for (const plot of host.plots) {
        const left = plot.valToPos(start, "x");
        plot.setSelect({ left, width: plot.valToPos(end, "x") - left, top: 0, height: plot.over.clientHeight }, false);
    }
}

function clear() {
    const host = document.getElementById("stream-chart");
    for (const plot of host?.plots ?? []) plot.setSelect({ left: 0, width: 0, top: 0, height: 0 }, false);
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
