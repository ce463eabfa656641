// Draws each canvas from the table that says the same to those who do not see it.
const styles = () => getComputedStyle(document.documentElement);
const colour = (name) => styles().getPropertyValue(name).trim();

function read(table) {
  const [head, ...rows] = [...table.rows].map((row) => [...row.cells]);
  return {
    labels: rows.map((row) => row[0].dataset.label ?? row[0].textContent.trim()),
    series: head.slice(1).map((cell, i) => ({
      label: cell.textContent.trim(),
      data: rows.map((row) => Number(row[i + 1].dataset.value ?? row[i + 1].textContent)),
      shown: rows.map((row) => row[i + 1].textContent.trim()),
    })),
  };
}

function draw(canvas) {
  const { labels, series } = read(document.getElementById(canvas.dataset.chart));
  const kind = canvas.dataset.kind || "line";
  const soft = colour("--tg-soft");
  const line = colour("--tg-line");
  canvas.chart?.destroy();
  canvas.chart = new Chart(canvas, {
    type: kind,
    data: {
      labels,
      datasets: series.map((one, i) => ({
        label: one.label,
        data: one.data,
        borderColor: colour(`--tg-${(i % 6) + 1}`),
        backgroundColor: kind === "bar" ? colour(`--tg-${(i % 6) + 1}`) : "transparent",
        borderWidth: kind === "bar" ? 0 : 2,
        borderRadius: 3,
        maxBarThickness: 44,
        pointRadius: 0,
        pointHitRadius: 12,
        tension: 0.25,
      })),
    },
    options: {
      animation: false,
      maintainAspectRatio: false,
      interaction: { mode: "index", intersect: false },
      scales: {
        x: { stacked: canvas.hasAttribute("data-stacked"), grid: { display: false }, ticks: { color: soft, maxRotation: 0, autoSkipPadding: 16 }, border: { color: line } },
        y: { stacked: canvas.hasAttribute("data-stacked"), beginAtZero: true, grid: { color: line }, ticks: { color: soft, maxTicksLimit: 5 }, border: { display: false } },
      },
      plugins: {
        legend: { display: series.length > 1, position: "bottom", labels: { color: soft, boxWidth: 10, boxHeight: 10 } },
        tooltip: { callbacks: { label: (item) => `${item.dataset.label}: ${series[item.datasetIndex].shown[item.dataIndex]}` } },
      },
    },
  });
}

const drawAll = (root) => root.querySelectorAll("canvas[data-chart]").forEach(draw);
document.addEventListener("htmx:load", (event) => drawAll(event.target));
new MutationObserver(() => drawAll(document)).observe(document.documentElement, { attributeFilter: ["data-bs-theme"] });
drawAll(document);
