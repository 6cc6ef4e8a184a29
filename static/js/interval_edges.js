// Lets the edges of intervals be dragged on the chart; the form's fields stay the truth.
const SVG = "http://www.w3.org/2000/svg";
const GRIP = 10; // width of what can be grabbed, in units of the chart

function clockFace(second) {
    const parts = [Math.floor(second / 3600), Math.floor((second % 3600) / 60), second % 60];
    const shown = parts[0] ? parts : parts.slice(1);
    return shown.map((part, i) => (i ? String(part).padStart(2, "0") : String(part))).join(":");
}

function readClock(written) {
    const parts = written.trim().replace(/\s*s$/, "").split(":").map(Number);
    if (!written.trim() || parts.some((part) => !Number.isInteger(part) || part < 0)) return null;
    return parts.reduce((sum, part) => 60 * sum + part, 0);
}

function makeRect(chart, name) {
    const rect = document.createElementNS(SVG, "rect");
    rect.setAttribute("class", name);
    rect.setAttribute("y", 0);
    rect.setAttribute("height", chart.viewBox.baseVal.height);
    return rect;
}

// One row of the form with its band and two grips.
function followRow(chart, row, elapsed) {
    const perSecond = chart.viewBox.baseVal.width / elapsed;
    const inputs = ["start", "end"].map((name) => row.querySelector(`input[name$="-${name}"]`));
    const kind = row.querySelector('select[name$="-kind"]');
    const gone = row.querySelector('input[name$="-DELETE"]');
    const band = makeRect(chart, "work-band");
    chart.prepend(band); // behind the curves
    const grips = inputs.map(() => makeRect(chart, "edge-grip"));
    chart.append(...grips);

    function draw() {
        const [start, end] = inputs.map((input) => readClock(input.value));
        const isShown = start !== null && end !== null && end > start && !gone?.checked;
        for (const rect of [band, ...grips]) rect.setAttribute("display", isShown ? "inline" : "none");
        if (!isShown) return;
        band.classList.toggle("is-rest", kind.value !== "effort");
        band.setAttribute("x", start * perSecond);
        band.setAttribute("width", (end - start) * perSecond);
        [start, end].forEach((second, i) => {
            grips[i].setAttribute("x", second * perSecond - GRIP / 2);
            grips[i].setAttribute("width", GRIP);
        });
    }

    function move(i, second) {
        const other = readClock(inputs[1 - i].value);
        const [least, most] = i === 0 ? [0, other - 1] : [other + 1, elapsed];
        inputs[i].value = clockFace(Math.min(Math.max(second, least), most));
        draw();
    }

    grips.forEach((grip, i) => {
        grip.addEventListener("pointerdown", (event) => {
            grip.setPointerCapture(event.pointerId);
            inputs[i].focus({ preventScroll: true });
        });
        grip.addEventListener("pointermove", (event) => {
            if (!grip.hasPointerCapture(event.pointerId)) return;
            const { left, width } = chart.getBoundingClientRect();
            move(i, Math.round(((event.clientX - left) / width) * elapsed));
        });
    });
    inputs.forEach((input, i) => {
        input.addEventListener("keydown", (event) => {
            const step = { ArrowUp: 1, ArrowDown: -1, PageUp: 10, PageDown: -10 }[event.key];
            const second = readClock(input.value);
            if (!step || second === null || readClock(inputs[1 - i].value) === null) return;
            event.preventDefault();
            move(i, second + step);
        });
    });
    row.addEventListener("input", draw);
    row.addEventListener("focusin", () => band.classList.add("is-chosen"));
    row.addEventListener("focusout", () => band.classList.remove("is-chosen"));
    draw();
}

const chart = document.getElementById("edge-chart");
const form = document.getElementById("interval-form");
if (chart && form) {
    for (const drawn of chart.querySelectorAll(".work-band")) drawn.remove();
    for (const row of form.querySelectorAll(".interval-row")) {
        followRow(chart, row, Number(form.dataset.elapsed));
    }
    chart.dataset.ready = "yes";
}
