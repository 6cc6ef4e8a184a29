// Puts a zoomable chart over the one that the server drew; without it that one stays.
import uPlot from "../vendor/uplot/uPlot.esm.js";

const DECIMALS = { speed_mps: 1, w_prime_balance_j: 1 };
const LANE_HEIGHT = 130;
const LEAST_SHOWN = 20; // seconds
const AXIS_WIDTH = 52;

function clock(seconds) {
    const whole = Math.round(seconds);
    const parts = [Math.floor(whole / 3600), Math.floor((whole % 3600) / 60), whole % 60];
    const shown = parts[0] ? parts : parts.slice(1);
    return shown.map((part, i) => (i ? String(part).padStart(2, "0") : String(part))).join(":");
}

function token(name) {
    return getComputedStyle(document.documentElement).getPropertyValue(name).trim();
}

function drawBands(bands) {
    return (plot) => {
        const { left, top, width, height } = plot.bbox;
        plot.ctx.save();
        plot.ctx.beginPath();
        plot.ctx.rect(left, top, width, height);
        plot.ctx.clip();
        plot.ctx.fillStyle = token("--work-band");
        for (const [start, end] of bands) {
            const from = plot.valToPos(start, "x", true);
            plot.ctx.fillRect(from, top, plot.valToPos(end, "x", true) - from, height);
        }
        plot.ctx.restore();
    };
}

function laneOptions(lane, width, isLast, bands, cursorKey) {
    const colour = token(`--${lane.name.replace(/_(w|bpm|rpm|mps|m|j)$/, "").replaceAll("_", "-")}`);
    const text = token("--pico-color");
    const grid = { stroke: token("--pico-muted-border-color"), width: 1 };
    return {
        width,
        class: isLast ? "lane-last" : "lane-inner",
        padding: [8, 16, isLast ? 0 : 8, 0],
        height: LANE_HEIGHT + (isLast ? 30 : 0),
        scales: { x: { time: false } },
        cursor: { sync: { key: cursorKey, scales: ["x", null] }, drag: { x: true, y: false } },
        legend: { show: true, live: true },
        hooks: { drawClear: [drawBands(bands)] },
        axes: [
            { show: isLast, stroke: text, grid, values: (_, ticks) => ticks.map(clock) },
            { stroke: text, grid, size: AXIS_WIDTH },
        ],
        series: [
            { label: "Time", value: (_, second) => (second === null ? "–" : clock(second)) },
            {
                label: `${lane.label} [${lane.unit}]`,
                stroke: colour,
                width: 1,
                points: { show: false },
                value: (_, value) => (value === null ? "–" : value.toFixed(DECIMALS[lane.name] ?? 0)),
            },
        ],
    };
}

function keepTogether(plots) {
    let isFollowing = false;
    const follow = (leader) => {
        if (isFollowing) return;
        isFollowing = true;
        const { min, max } = leader.scales.x;
        for (const plot of plots) if (plot !== leader) plot.setScale("x", { min, max });
        isFollowing = false;
    };
    for (const plot of plots) (plot.hooks.setScale ??= []).push((self, key) => key === "x" && follow(self));
}

// A moment of a table leads to its seconds on the chart, with a margin on either side.
function followMoments(plots, show) {
    document.addEventListener("click", (event) => {
        const moment = event.target.closest?.("a[data-start]");
        if (!moment) return;
        const [start, end] = [Number(moment.dataset.start), Number(moment.dataset.end)];
        const margin = Math.max((end - start) / 2, 15);
        show(start - margin, end + margin);
        for (const plot of plots) {
            const left = plot.valToPos(start, "x");
            plot.setSelect({ left, width: plot.valToPos(end, "x") - left, top: 0, height: plot.over.clientHeight }, false);
        }
    });
}

// Moves the window over the ride: by a share of its width, or to a multiple of it.
function steer(plots, elapsed) {
    const show = (min, max) => {
        const width = Math.min(Math.max(max - min, LEAST_SHOWN), elapsed - 1);
        const from = Math.min(Math.max(min, 0), elapsed - 1 - width);
        plots[0].setScale("x", { min: from, max: from + width });
    };
    const now = () => plots[0].scales.x;
    return {
        show,
        all: () => show(0, elapsed - 1),
        move: (share) => show(now().min + share * (now().max - now().min), now().max + share * (now().max - now().min)),
        zoom: (factor) => {
            const middle = (now().min + now().max) / 2;
            const half = ((now().max - now().min) * factor) / 2;
            show(middle - half, middle + half);
        },
    };
}

function addTools(host, steering) {
    const tools = document.createElement("p");
    tools.className = "chart-tools";
    const acts = [
        ["Show the whole ride", "0", steering.all],
        ["Zoom in", "+", () => steering.zoom(0.5)],
        ["Zoom out", "-", () => steering.zoom(2)],
        ["Earlier", "ArrowLeft", () => steering.move(-0.25)],
        ["Later", "ArrowRight", () => steering.move(0.25)],
    ];
    for (const [label, , act] of acts) {
        const button = document.createElement("button");
        button.type = "button";
        button.className = "outline small";
        button.textContent = label;
        button.addEventListener("click", act);
        tools.append(button);
    }
    tools.append("Drag across the chart to zoom.");
    host.append(tools);
    document.addEventListener("keydown", (event) => {
        if (event.ctrlKey || event.metaKey || event.altKey || event.target.matches("input, select, textarea")) return;
        if (event.key.startsWith("Arrow") && !host.contains(event.target)) return;
        const found = acts.find(([, key]) => key === event.key);
        if (!found) return;
        event.preventDefault();
        found[2]();
    });
}

async function start(host) {
    const answer = await fetch(host.dataset.source);
    if (!answer.ok) return;
    const { elapsed_s: elapsed, channels, lanes } = await answer.json();
    performance.mark("ride-arrived");
    const bands = [...host.querySelectorAll(".work-band")].map((band) => [
        Number(band.dataset.start),
        Number(band.dataset.end),
    ]);
    if (!lanes.length) return;
    const seconds = Float64Array.from({ length: elapsed }, (_, second) => second);
    host.querySelector(".drawn").hidden = true;
    const plots = lanes.map((lane, i) => {
        const values = channels[lane.name].map((value) => (value === null ? null : value * lane.scale));
        const options = laneOptions(lane, host.clientWidth, i === lanes.length - 1, bands, "ride");
        return new uPlot(options, [seconds, values], host);
    });
    keepTogether(plots);
    const steering = steer(plots, elapsed);
    addTools(host, steering);
    followMoments(plots, steering.show);
    new ResizeObserver(() => {
        for (const plot of plots) plot.setSize({ width: host.clientWidth, height: plot.height });
    }).observe(host);
    host.dataset.ready = "yes";
    host.plots = plots;
    performance.mark("ride-drawn");
}

const host = document.getElementById("stream-chart");
if (host) start(host);
