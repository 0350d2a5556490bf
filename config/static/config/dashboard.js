/* Draws the chart and the map of the admin's first page from the tables beside them. */
"use strict";

const numberIn = (cell) => Number(cell.textContent.replace(/\D/g, ""));
const rowsOf = (drawing) => Array.from(document.querySelectorAll(`#${drawing.dataset.of} tbody tr`));
const colourOf = (element, name = "color") => getComputedStyle(element)[name];

function drawChart(canvas) {
    const lines = rowsOf(canvas).filter((row) => /^\d+$/.test(row.cells[0].textContent));
    if (!lines.length) return null;
    const known = new Map(lines.map((row) => [Number(row.cells[0].textContent), row]));
    const first = Math.min(...known.keys());
    const years = Array.from({length: Math.max(...known.keys()) - first + 1}, (_, place) => first + place);
    const heads = Array.from(document.querySelectorAll(`#${canvas.dataset.of} thead th`)).slice(1);
    const datasets = heads.map((head, place) => ({
        label: head.textContent,
        data: years.map((year) => (known.has(year) ? numberIn(known.get(year).cells[place + 1]) : 0)),
    }));
    const grid = {color: "transparent"};
    const chart = new Chart(canvas, {
        type: "bar",
        data: {labels: years, datasets},
        options: {
            animation: false,
            maintainAspectRatio: false,
            categoryPercentage: 1,
            interaction: {mode: "index", intersect: false},
            scales: {x: {stacked: true, grid: {display: false}}, y: {stacked: true, grid, ticks: {precision: 0}}},
        },
    });
    chart.paint = () => {
        heads.forEach((head, place) => { datasets[place].backgroundColor = colourOf(head); });
        chart.options.color = colourOf(canvas.parentElement);
        for (const axis of Object.values(chart.options.scales)) axis.ticks.color = chart.options.color;
        chart.options.scales.y.grid.color = colourOf(canvas.parentElement, "borderTopColor");
        chart.update();
    };
    chart.paint();
    return chart;
}

function shape(name, attributes, parent) {
    const made = document.createElementNS("http://www.w3.org/2000/svg", name);
    Object.entries(attributes).forEach(([key, value]) => made.setAttribute(key, value));
    return parent.appendChild(made);
}

async function drawMap(map) {
    const answer = await fetch(map.dataset.land);
    const world = await answer.json();
    const {width, height} = map.viewBox.baseVal;
    const projection = d3.geoNaturalEarth1().fitSize([width, height], {type: "Sphere"});
    const path = d3.geoPath(projection).digits(1);
    shape("path", {class: "sea", d: path({type: "Sphere"})}, map);
    shape("path", {class: "land", d: path(topojson.feature(world, world.objects.land))}, map);
    const places = rowsOf(map).filter((row) => row.dataset.latitude);
    const most = Math.max(...places.map((row) => numberIn(row.cells[1])));
    for (const row of places) {
        const [cx, cy] = projection([Number(row.dataset.longitude), Number(row.dataset.latitude)]);
        const r = 4 + 26 * Math.sqrt(numberIn(row.cells[1]) / most);
        const circle = shape("circle", {cx, cy, r}, map);
        shape("title", {}, circle).textContent = `${row.cells[0].textContent}: ${row.cells[1].textContent}`;
    }
}

const canvas = document.getElementById("chart");
const map = document.getElementById("map");
const chart = canvas && drawChart(canvas);
if (map) drawMap(map);
if (chart) {
    new MutationObserver(chart.paint).observe(document.documentElement, {attributeFilter: ["data-theme"]});
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", chart.paint);
}
