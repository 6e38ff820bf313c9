// Charts of the dashboard. Each is drawn from the cells of its table, which stands beneath it and says the same without any script.
const { Chart } = window;
const dashes = [[], [7, 4], [2, 3], [10, 3, 2, 3]];
const marks = ['circle', 'rect', 'triangle', 'rectRot', 'crossRot', 'star'];
const reader = navigator.language || 'en-US';
const figures = [...document.querySelectorAll('figure[data-chart]')];
const drawn = new Map();

// Custom properties hold light-dark(), which a canvas does not know: an element tells what they come to.
const probe = document.createElement('span');
probe.hidden = true;
document.body.append(probe);
const colour = name => {
  probe.style.color = `var(--${name})`;
  return getComputedStyle(probe).color;
};
const faded = (rgb, alpha) => rgb.replace(/^rgb\((.*)\)$/, `rgba($1, ${alpha})`);

const tableOf = name => document.getElementById(`data-${name}`)?.content.querySelector('table') ?? document.getElementById(`figure-${name}`);

const words = cell => {
  const stage = cell.querySelector('.stage');
  return (stage ? [...stage.children].map(part => part.textContent).join(' ') : cell.textContent).trim().replace(/\s+/g, ' ');
};

const read = figure => {
  const table = tableOf(figure.dataset.of);
  if (!table) return null;
  const columns = [...table.tHead.rows[0].cells].map(cell => ({ name: cell.dataset.column, kind: cell.dataset.kind, heading: words(cell) }));
  const at = name => columns.findIndex(column => column.name === name);
  const rows = [...table.tBodies[0].rows].map(row => [...row.cells].map(cell => ({ value: cell.dataset.value ?? '', text: words(cell) })));
  const { x, by, open } = figure.dataset;
  const wanted = figure.dataset.series.split(' ').map(at).filter(i => i >= 0);
  if (wanted.length === 0 || at(x) < 0) return null;
  // A row without a value there is of all the others together.
  const single = rows.filter(row => row[at(x)].value !== '' && (!by || row[at(by)].value !== ''));
  const steps = [...new Map(single.map(row => [row[at(x)].value, row[at(x)].text]))];
  if (steps.length === 0) return null;
  const place = new Map(steps.map(([value], i) => [value, i]));
  const series = new Map();
  for (const row of single) {
    for (const i of wanted) {
      const [key, label] = by ? [row[at(by)].value, row[at(by)].text] : [columns[i].name, columns[i].heading];
      if (!series.has(key)) series.set(key, { label, values: steps.map(() => null), texts: steps.map(() => ''), open: steps.map(() => false) });
      const one = series.get(key);
      const where = place.get(row[at(x)].value);
      one.values[where] = row[i].value === '' ? null : Number(row[i].value);
      one.texts[where] = row[i].text;
      one.open[where] = Boolean(open && row[at(open)]?.value);
    }
  }
  // The name of a stage is too long for an axis; its code stands beside it everywhere.
  const short = columns[at(x)].kind === 'stage' ? steps.map(([value]) => value) : steps.map(([, text]) => text);
  return { labels: short, titles: steps.map(([, text]) => text), xHeading: columns[at(x)].heading, kind: columns[wanted[0]].kind, currency: table.dataset.currency, series: [...series.values()] };
};

const number = ({ kind, currency }) => {
  const options = { share: { style: 'percent', maximumFractionDigits: 0 }, money: { style: 'currency', currency, notation: 'compact', maximumFractionDigits: 1 } }[kind];
  const format = new Intl.NumberFormat(reader, options ?? { maximumFractionDigits: 1 });
  return value => format.format(value);
};

// Bars are told apart by how they are filled, too.
const filled = (ink, i) => {
  if (i % 3 === 0) return ink;
  const tile = document.createElement('canvas');
  tile.width = tile.height = 8;
  const pen = tile.getContext('2d');
  pen.fillStyle = faded(ink, 0.3);
  pen.fillRect(0, 0, 8, 8);
  pen.strokeStyle = pen.fillStyle = ink;
  pen.lineWidth = 2;
  if (i % 3 === 1) for (const from of [-8, 0, 8]) {
    pen.beginPath();
    pen.moveTo(from, 8);
    pen.lineTo(from + 8, 0);
    pen.stroke();
  }
  else for (const [left, top] of [[1, 1], [5, 5]]) pen.fillRect(left, top, 2, 2);
  return pen.createPattern(tile, 'repeat');
};

const styles = (kind, count) => [...Array(count).keys()].map(i => {
  const ink = colour(`chart-${(i % 12) + 1}`);
  return { ink, dash: kind === 'line' ? dashes[i % dashes.length] : [], mark: marks[i % marks.length], fill: kind === 'area' ? faded(ink, 0.72) : filled(ink, i) };
});

// The name of a band stands beside its end, where there is room for it.
const bandNames = {
  id: 'bandNames',
  afterDatasetsDraw(chart) {
    if (chart.config.options.kind !== 'area') return;
    const { ctx, chartArea } = chart;
    ctx.save();
    ctx.font = `600 11px ${Chart.defaults.font.family}`;
    ctx.textBaseline = 'middle';
    chart.data.datasets.forEach((set, i) => {
      const end = chart.getDatasetMeta(i).data.at(-1);
      const below = i === 0 ? chartArea.bottom : chart.getDatasetMeta(i - 1).data.at(-1)?.y;
      if (!end || below - end.y < 12) return;
      ctx.fillStyle = set.ink;
      ctx.fillText(set.label.split(' ')[0], chartArea.right + 6, (end.y + below) / 2);
    });
    ctx.restore();
  },
};

const goalLine = {
  id: 'goalLine',
  afterDatasetsDraw(chart) {
    const { goal, ink } = chart.config.options.goalLine ?? {};
    if (goal === undefined) return;
    const { ctx, chartArea, scales } = chart;
    const y = scales.y.getPixelForValue(goal);
    ctx.save();
    ctx.strokeStyle = ctx.fillStyle = ink;
    ctx.setLineDash([3, 3]);
    ctx.beginPath();
    ctx.moveTo(chartArea.left, y);
    ctx.lineTo(chartArea.right, y);
    ctx.stroke();
    ctx.font = `600 11px ${Chart.defaults.font.family}`;
    ctx.fillText(`Goal ${chart.config.options.written(goal)}`, chartArea.left + 4, y - 7);
    ctx.restore();
  },
};

const setsOf = (kind, data, looks) => data.series.map((one, i) => {
  const { ink, dash, mark, fill } = looks[i];
  const shared = { label: one.label, data: one.values, ink };
  if (kind === 'bar') return { ...shared, backgroundColor: fill, borderColor: ink, borderWidth: 1, maxBarThickness: 28 };
  const few = data.labels.length <= 40;
  const area = kind === 'area';
  return {
    ...shared,
    borderColor: area ? colour('surface') : ink,
    borderWidth: area ? 1 : 2,
    borderDash: dash,
    segment: { borderDash: at => (one.open[at.p1DataIndex] ? [3, 4] : undefined) },
    backgroundColor: area ? fill : one.open.map(open => (open ? colour('surface') : ink)),
    pointBackgroundColor: one.open.map(open => (open ? colour('surface') : ink)),
    pointBorderColor: ink,
    pointStyle: mark,
    pointRadius: area || !few ? 0 : 4,
    pointHoverRadius: 5,
    fill: area ? (i === 0 ? 'origin' : '-1') : false,
    spanGaps: false,
    tension: 0,
  };
});

const optionsOf = (figure, data) => {
  const kind = figure.dataset.chart;
  const stacked = kind === 'area' || figure.dataset.stacked === 'true';
  const [muted, line, text, raised] = ['muted', 'line', 'text', 'raised'].map(colour);
  const written = number(data);
  const title = what => ({ display: true, text: what, color: muted, font: { weight: 500 } });
  return {
    kind,
    written,
    goalLine: figure.dataset.goal ? { goal: Number(figure.dataset.goal), ink: text } : undefined,
    animation: false,
    responsive: true,
    maintainAspectRatio: false,
    interaction: { mode: 'index', intersect: false },
    layout: { padding: { right: kind === 'area' ? 34 : 8, top: 4 } },
    scales: {
      x: { stacked, title: title(data.xHeading), border: { color: line }, grid: { display: false }, ticks: { color: muted, maxRotation: 0, autoSkipPadding: 16 } },
      y: {
        stacked,
        beginAtZero: true,
        max: data.kind === 'share' ? 1 : undefined,
        title: title(figure.dataset.unit),
        border: { display: false },
        grid: { color: line },
        ticks: { color: muted, maxTicksLimit: 6, precision: data.kind === 'count' ? 0 : undefined, callback: written },
      },
    },
    plugins: {
      legend: { display: false },
      tooltip: {
        backgroundColor: raised,
        titleColor: text,
        bodyColor: text,
        borderColor: line,
        borderWidth: 1,
        boxPadding: 4,
        usePointStyle: true,
        itemSort: stacked ? (a, b) => b.datasetIndex - a.datasetIndex : undefined,
        callbacks: {
          title: items => data.titles[items[0].dataIndex],
          label: item => `${item.dataset.label}: ${data.series[item.datasetIndex].texts[item.dataIndex]}`,
        },
      },
    },
  };
};

// The legend shows each series as it is drawn: with its dash and mark, or its filling.
const swatch = (kind, { ink, dash, mark, fill }) => {
  const canvas = document.createElement('canvas');
  [canvas.width, canvas.height] = [52, 24];
  canvas.setAttribute('aria-hidden', 'true');
  const pen = canvas.getContext('2d');
  pen.scale(2, 2);
  if (kind === 'line') {
    pen.strokeStyle = pen.fillStyle = ink;
    pen.lineWidth = 2;
    pen.setLineDash(dash);
    pen.beginPath();
    pen.moveTo(0, 6);
    pen.lineTo(26, 6);
    pen.stroke();
    pen.setLineDash([]);
    Chart.helpers.drawPoint(pen, { pointStyle: mark, radius: 4, borderWidth: 1.5 }, 13, 6);
  } else {
    pen.fillStyle = fill;
    pen.fillRect(6, 0, 14, 12);
  }
  return canvas;
};

const legendOf = (kind, data, looks) => {
  const legend = document.createElement('ul');
  legend.className = 'chart-legend';
  const order = [...data.series.keys()];
  for (const i of kind === 'area' ? order.reverse() : order) {
    const item = document.createElement('li');
    item.append(swatch(kind, looks[i]), data.series[i].label);
    legend.append(item);
  }
  return legend;
};

const draw = figure => {
  const data = read(figure);
  if (!data) return;
  const kind = figure.dataset.chart;
  const looks = styles(kind, data.series.length);
  let frame = figure.querySelector('.chart-frame');
  if (!frame) {
    frame = document.createElement('div');
    frame.className = 'chart-frame';
    const canvas = document.createElement('canvas');
    canvas.setAttribute('role', 'img');
    canvas.setAttribute('aria-label', `${words(figure.querySelector('figcaption'))}. The table beneath has its values.`);
    frame.append(canvas);
    figure.append(frame);
    figure.hidden = false;
  }
  drawn.get(figure)?.destroy();
  figure.querySelector('.chart-legend')?.remove();
  if (data.series.length > 1) frame.before(legendOf(kind, data, looks));
  drawn.set(figure, new Chart(frame.querySelector('canvas'), {
    type: kind === 'bar' ? 'bar' : 'line',
    data: { labels: data.labels, datasets: setsOf(kind, data, looks) },
    options: optionsOf(figure, data),
    plugins: [bandNames, goalLine],
  }));
};

const drawAll = () => {
  Chart.defaults.font.family = getComputedStyle(document.body).fontFamily;
  Chart.defaults.font.size = 11;
  figures.forEach(draw);
};

if (Chart && figures.length > 0) {
  drawAll();
  new MutationObserver(drawAll).observe(document.documentElement, { attributeFilter: ['data-theme', 'data-printing'] });
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', drawAll);
  matchMedia('print').addEventListener('change', drawAll);
  // On paper it is light, whatever the screen is; the canvas is drawn before the paper is laid out.
  addEventListener('beforeprint', () => {
    document.documentElement.setAttribute('data-printing', '');
    drawAll();
  });
  addEventListener('afterprint', () => document.documentElement.removeAttribute('data-printing'));
}
