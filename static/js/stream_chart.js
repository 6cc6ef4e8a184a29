// Puts a zoomable chart over the one that the server drew; without it that one stays.
import uPlot from "../vendor/uplot/uPlot.esm.js";

const LANES = {
    power_w: { label: "Power", unit: "W", scale: 1 },
    heart_rate_bpm: { label: "Heart rate", unit: "bpm", scale: 1 },
    cadence_rpm: { label: "Cadence", unit: "rpm", scale: 1 },
    speed_mps: { label: "Speed", unit: "km/h", scale: 3.6 },
    altitude_m: { label: "Altitude", unit: "m", scale: 1 },
};
const LANE_HEIGHT = 130;
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

function laneOptions(name, width, isLast, bands, cursorKey) {
    const lane = LANES[name];
    const colour = token(`--${name.replace(/_(w|bpm|rpm|mps|m)$/, "").replaceAll("_", "-")}`);
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
                value: (_, value) => (value === null ? "–" : value.toFixed(lane.scale === 1 ? 0 : 1)),
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

function addReset(host, plots, elapsed) {
    const tools = document.createElement("p");
    tools.className = "chart-tools";
    const reset = document.createElement("button");
    reset.type = "button";
    reset.className = "outline small";
    reset.textContent = "Show the whole ride";
    reset.addEventListener("click", () => plots[0].setScale("x", { min: 0, max: elapsed - 1 }));
    tools.append(reset, "Drag across the chart to zoom.");
    host.append(tools);
}

async function start(host) {
    const answer = await fetch(host.dataset.source);
    if (!answer.ok) return;
    const { elapsed_s: elapsed, channels } = await answer.json();
    const bands = [...host.querySelectorAll(".work-band")].map((band) => [
        Number(band.dataset.start),
        Number(band.dataset.end),
    ]);
    const names = Object.keys(LANES).filter((name) => name in channels);
    if (!names.length) return;
    const seconds = Float64Array.from({ length: elapsed }, (_, second) => second);
    host.querySelector(".drawn").hidden = true;
    const plots = names.map((name, i) => {
        const { scale } = LANES[name];
        const values = channels[name].map((value) => (value === null ? null : value * scale));
        const options = laneOptions(name, host.clientWidth, i === names.length - 1, bands, "ride");
        return new uPlot(options, [seconds, values], host);
    });
    keepTogether(plots);
    addReset(host, plots, elapsed);
    new ResizeObserver(() => {
        for (const plot of plots) plot.setSize({ width: host.clientWidth, height: plot.height });
    }).observe(host);
    host.dataset.ready = "yes";
    host.plots = plots;
}

const host = document.getElementById("stream-chart");
if (host) start(host);
