// Draws the charts of months and of curves from the data beside them; their tables stay.
import uPlot from "../vendor/uplot/uPlot.esm.js";

const SERIES_TOKENS = ["--series-1", "--series-2", "--series-3", "--series-4", "--series-5", "--series-6"];
const HEIGHT = 300;
const LABEL_WIDTH = 44;
const TICKS = [1, 5, 15, 60, 300, 1200, 3600, 10800, 18000];
const DAY = { day: "numeric", month: "short", timeZone: "UTC" };

const token = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

function clock(seconds) {
    if (seconds < 60) return `${seconds} s`;
    if (seconds < 3600) return `${Math.round(seconds / 6) / 10} min`;
    return `${Math.round(seconds / 360) / 10} h`;
}

// Keeps the ticks that leave room for the label of the one before.
function apart(plot, ticks) {
    let last = -Infinity;
    return ticks.map((tick) => {
        const at = plot.valToPos(tick, "x");
        if (at - last < LABEL_WIDTH) return null;
        last = at;
        return tick;
    });
}

function axes(first, second) {
    const grid = { stroke: token("--pico-muted-border-color"), width: 1 };
    const stroke = token("--pico-color");
    return [
        { stroke, grid, ...first },
        { stroke, grid, size: 48, ...second },
    ];
}

const printed = (unit) => (_, value) => (value === null || value === undefined ? "–" : `${Math.round(value)}${unit}`);

// A click on the chart opens the session behind the nearest point; the end of a drag zooms only.
function leadTo(plot, addresses) {
    let pressedAt = 0;
    plot.over.addEventListener("mousedown", (event) => (pressedAt = event.clientX));
    plot.over.addEventListener("click", (event) => {
        const address = Math.abs(event.clientX - pressedAt) < 4 && addresses(plot.cursor.idx);
        if (address) window.location.assign(address);
    });
}

function loadChart(host, data) {
    const days = data.days.map((day) => Date.parse(`${day}T00:00:00Z`) / 1000);
    const marks = data.records.map((record, i) => (record === null ? null : data.fitness[i]));
    const line = (label, name) => ({ label, stroke: token(name), width: 1.6, points: { show: false }, value: printed("") });
    const options = {
        width: host.clientWidth,
        height: HEIGHT,
        tzDate: (second) => uPlot.tzDate(new Date(second * 1000), "UTC"),
        legend: { live: true },
        axes: axes({ values: (_, ticks) => ticks.map((tick) => new Date(tick * 1000).toLocaleDateString("en-GB", DAY)) }, {}),
        series: [
            { label: "Day", value: (_, second) => (second === null ? "–" : new Date(second * 1000).toLocaleDateString("en-GB", { ...DAY, year: "numeric" })) },
            { label: "Load", fill: token("--load-bars"), stroke: token("--load-bars"), paths: uPlot.paths.bars({ size: [0.8, 8] }), points: { show: false }, value: printed("") },
            line("Fitness", "--series-1"),
            line("Fatigue", "--series-2"),
            line("Form", "--series-3"),
            { label: "Record", stroke: token("--series-4"), paths: () => null, points: { show: true, size: 8, fill: token("--series-4") }, value: (_, __, ___, i) => data.records[i] ?? "–" },
        ],
    };
    const plot = new uPlot(options, [days, data.load, data.fitness, data.fatigue, data.form, marks], host);
    leadTo(plot, (i) => data.addresses[i]);
    return plot;
}

function nearestAddress(plot, data, i) {
    let best = null;
    data.series.forEach((series, number) => {
        if (i === null || !series.addresses[i] || series.values[i] === null) return;
        const away = Math.abs(plot.valToPos(series.values[i], "y") - plot.cursor.top);
        if (best === null || away < best.away) best = { away, address: series.addresses[i] };
    });
    return best?.address;
}

function curveChart(host, data) {
    const options = {
        width: host.clientWidth,
        height: HEIGHT + 60,
        scales: { x: { time: false, distr: 3, range: (_, least, most) => [least, most] }, y: { range: (_, __, most) => [0, most * 1.05] } },
        legend: { live: true },
        axes: axes({ splits: (_, __, least, most) => TICKS.filter((tick) => tick >= least && tick <= most), filter: apart, values: (_, ticks) => ticks.map((tick) => (tick === null ? null : clock(tick))) }, {}),
        series: [
            { label: "Duration", value: (_, value) => (value === null ? "–" : clock(value)) },
            ...data.series.map((series, i) => ({
                label: `${series.label} [W]`,
                stroke: token(SERIES_TOKENS[i % SERIES_TOKENS.length]),
                width: series.isModel ? 1.2 : 1.8,
                dash: series.isModel ? [6, 4] : undefined,
                spanGaps: true,
                points: { show: !series.isModel, size: 4 },
                value: printed(""),
            })),
        ],
    };
    const plot = new uPlot(options, [data.x, ...data.series.map((series) => series.values)], host);
    leadTo(plot, (i) => nearestAddress(plot, data, i));
    return plot;
}

const KINDS = { load: loadChart, curve: curveChart };

function draw(host) {
    const data = JSON.parse(document.getElementById(host.dataset.points).textContent);
    const plot = KINDS[host.dataset.chart](host, data);
    host.dataset.ready = "yes";
    new ResizeObserver(() => plot.setSize({ width: host.clientWidth, height: plot.height })).observe(host);
}

function drawAll(root) {
    for (const host of root.querySelectorAll("[data-chart]:not([data-ready])")) draw(host);
}

drawAll(document);
document.addEventListener("htmx:afterSettle", (event) => drawAll(event.target));
