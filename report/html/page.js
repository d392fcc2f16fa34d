/* The script of report.html. It reads the orders out of the table that stands in the page; it asks for nothing, keeps nothing
 * and writes text only as text. Without it everything can be read all the same. */
(function () {
    'use strict';

    const table = document.getElementById('order-table');
    const tools = document.getElementById('tools');
    if (!table || !tools) return;

    const words = tools.dataset;
    const heads = Array.from(table.tHead.rows[0].cells);
    const columnOf = name => heads.findIndex(head => head.dataset.filter === name);
    const filterNames = heads.map(head => head.dataset.filter).filter(name => name);
    const columns = {time: 1, market: columnOf('market'), side: columnOf('side'), verdict: columnOf('verdict'), flag: columnOf('flag')};

    /* ---- the orders ---- */

    /* One for each row group; `at` is where it stands by default, `shown` whether no filter hides it. */
    const orders = Array.from(table.tBodies, (body, at) => {
        const cells = Array.from(body.rows[0].cells, cell => cell.textContent);
        return {body, at, cells, time: timeOf(cells[columns.time]), shown: true, text: null};
    });

    function timeOf(text) {
        const time = Date.parse(text.replace(' ', 'T') + 'Z');
        return isNaN(time) ? null : time;
    }

    function make(kind, text, parent) {
        const element = document.createElement(kind);
        if (text) element.textContent = text;
        if (parent) parent.appendChild(element);
        return element;
    }

    /* ---- exact numbers: compared as digits, never turned into floating point ---- */

    function numberOf(text) {
        const found = /-?\d+(\.\d+)?/.exec(text);
        if (!found) return null;
        const parts = found[0].replace('-', '').split('.');
        return {minus: found[0][0] === '-', whole: parts[0].replace(/^0+/, ''), rest: (parts[1] || '').replace(/0+$/, '')};
    }

    function compareSizes(a, b) {
        if (a.whole.length !== b.whole.length) return a.whole.length - b.whole.length;
        if (a.whole !== b.whole) return a.whole < b.whole ? -1 : 1;
        return a.rest === b.rest ? 0 : a.rest < b.rest ? -1 : 1;
    }

    function compareNumbers(a, b) {
        if (!a || !b) return a === b ? 0 : a ? -1 : 1;
        const zero = n => n.whole === '' && n.rest === '';
        const aMinus = a.minus && !zero(a), bMinus = b.minus && !zero(b);
        if (aMinus !== bMinus) return aMinus ? -1 : 1;
        return aMinus ? compareSizes(b, a) : compareSizes(a, b);
    }

    /* ---- controls ---- */

    const state = {q: '', sort: '', down: false};
    filterNames.forEach(name => { state[name] = ''; });

    const row = make('div', '', tools);
    row.className = 'row';

    function labelled(text, control) {
        const label = make('label', text, row);
        label.appendChild(control);
        return control;
    }

    const search = labelled(words.search, make('input'));
    search.type = 'search';
    const choices = {};
    filterNames.forEach(name => {
        const at = columnOf(name);
        const values = Array.from(new Set(orders.map(order => order.cells[at]))).filter(value => value).sort();
        const choice = labelled(heads[at].textContent, make('select'));
        make('option', words.any, choice).value = '';
        values.forEach(value => { make('option', value, choice).value = value; });
        choice.addEventListener('change', () => { state[name] = choice.value; changed(); });
        choices[name] = choice;
    });
    const clear = make('button', words.clear, row);
    clear.type = 'button';
    const count = make('p', '', tools);
    count.setAttribute('role', 'status');
    count.setAttribute('aria-live', 'polite');

    let waiting = 0;
    search.addEventListener('input', () => {
        clearTimeout(waiting);
        waiting = setTimeout(() => { state.q = search.value; changed(); }, 150);
    });
    clear.addEventListener('click', () => { forget(); changed(); });

    function forget() {
        state.q = '';
        filterNames.forEach(name => { state[name] = ''; });
    }

    /* ---- filtering ---- */

    function textOf(order) {
        if (order.text === null) order.text = order.body.textContent.toLowerCase();
        return order.text;
    }

    function fits(order, wanted) {
        for (const name of filterNames)
            if (state[name] && order.cells[columnOf(name)] !== state[name]) return false;
        return wanted.every(word => textOf(order).includes(word));
    }

    function filter() {
        const wanted = state.q.toLowerCase().split(/\s+/).filter(word => word);
        let shown = 0;
        orders.forEach(order => {
            order.shown = fits(order, wanted);
            if (order.body.hidden === order.shown) order.body.hidden = !order.shown;
            shown += order.shown ? 1 : 0;
        });
        count.textContent = words.shown.replace('{shown}', String(shown)).replace('{all}', String(orders.length));
    }

    /* ---- sorting ---- */

    function sort() {
        const at = heads.findIndex((head, i) => String(i) === state.sort);
        const byNumber = at >= 0 && heads[at].dataset.sort === 'number';
        const key = new Map();
        if (at >= 0) orders.forEach(order => key.set(order, byNumber ? numberOf(order.cells[at]) : order.cells[at]));
        const compare = (a, b) => {
            const left = key.get(a), right = key.get(b);
            if (byNumber) return compareNumbers(left, right);
            return left === right ? 0 : left < right ? -1 : 1;
        };
        const sorted = orders.slice().sort((a, b) => (at < 0 ? 0 : state.down ? compare(b, a) : compare(a, b)) || a.at - b.at);
        const together = document.createDocumentFragment();
        sorted.forEach(order => together.appendChild(order.body));
        table.appendChild(together);
        heads.forEach((head, i) => head.setAttribute('aria-sort', i !== at ? 'none' : state.down ? 'descending' : 'ascending'));
    }

    heads.forEach((head, i) => {
        const button = make('button', head.textContent);
        button.type = 'button';
        head.textContent = '';
        head.appendChild(button);
        button.addEventListener('click', () => {
            state.down = state.sort === String(i) && !state.down;
            state.sort = String(i);
            sort();
            remember();
        });
    });

    /* ---- the address: #q=...&verdict=...; a name without = is a place on the page ---- */

    function remember() {
        const parts = new URLSearchParams();
        ['q'].concat(filterNames, ['sort']).forEach(name => { if (state[name]) parts.set(name, state[name]); });
        if (state.down) parts.set('down', '1');
        const text = parts.toString();
        try {
            history.replaceState(null, '', text ? '#' + text : location.pathname + location.search);
        } catch (refused) {
            /* some browsers keep the address of a local file as it is */
        }
    }

    function takeFromAddress() {
        const hash = location.hash.slice(1);
        if (!hash.includes('=')) return false;
        const parts = new URLSearchParams(hash);
        forget();
        ['q'].concat(filterNames, ['sort']).forEach(name => { if (parts.has(name)) state[name] = parts.get(name); });
        state.down = parts.get('down') === '1';
        return true;
    }

    function showState() {
        search.value = state.q;
        filterNames.forEach(name => { choices[name].value = state[name]; });
    }

    /* A place that is linked to is shown, whatever the filters say. */
    function reveal(id) {
        const target = id ? document.getElementById(id) : null;
        const body = target ? target.closest('#order-table > tbody') : null;
        if (!body) return;
        if (body.hidden) {
            forget();
            showState();
            filter();
            timeline.draw();
        }
        choose(body);
        const details = body.querySelector('details');
        if (details) details.open = true;
        target.scrollIntoView({block: 'center'});
    }

    let chosen = null;
    function choose(body) {
        if (chosen) chosen.classList.remove('chosen');
        chosen = body;
        if (chosen) chosen.classList.add('chosen');
    }

    function changed() {
        showState();
        filter();
        timeline.draw();
        remember();
    }

    window.addEventListener('hashchange', () => {
        if (takeFromAddress()) {
            showState();
            sort();
            filter();
            timeline.draw();
        } else {
            reveal(decodeURIComponent(location.hash.slice(1)));
        }
    });

    /* ---- the timeline ---- */

    const timeline = makeTimeline();

    function makeTimeline() {
        const LANES_MOST = 14, LANE = 18, LEFT = 130, FOOT = 22, LEAST_MS = 1000;
        const timed = orders.filter(order => order.time !== null).sort((a, b) => a.time - b.time);
        if (timed.length === 0) return {draw: () => {}};
        const whole = {from: timed[0].time, to: Math.max(timed[timed.length - 1].time, timed[0].time + LEAST_MS)};
        const edge = Math.max((whole.to - whole.from) * 0.02, 1);
        whole.from -= edge;
        whole.to += edge;
        let view = {from: whole.from, to: whole.to};
        let marked = null;

        const figure = make('figure', '', tools);
        make('figcaption', words.timeline, figure).id = 'timeline-caption';
        const canvas = make('canvas', '', figure);
        canvas.tabIndex = 0;
        canvas.setAttribute('role', 'application');
        canvas.setAttribute('aria-labelledby', 'timeline-caption');
        canvas.setAttribute('aria-describedby', 'timeline-keys');
        const told = make('output', '', figure);
        told.setAttribute('aria-live', 'polite');
        const buttons = make('div', '', figure);
        buttons.className = 'row';
        const keys = make('p', words.keys, figure);
        keys.className = 'keys';
        keys.id = 'timeline-keys';

        /* Markets with flagged orders first, then those with most orders; the last line is for the rest. */
        const lanes = (() => {
            const known = new Map();
            timed.forEach(order => {
                const name = order.cells[columns.market];
                const lane = known.get(name) || {name, flagged: 0, orders: 0};
                lane.orders++;
                lane.flagged += order.cells[columns.flag] ? 1 : 0;
                known.set(name, lane);
            });
            const sorted = Array.from(known.values()).sort((a, b) => b.flagged - a.flagged || b.orders - a.orders || (a.name < b.name ? -1 : 1));
            if (sorted.length <= LANES_MOST) return sorted;
            return sorted.slice(0, LANES_MOST - 1).concat([{name: '…', flagged: 0, orders: 0}]);
        })();
        const laneAt = new Map(lanes.map((lane, i) => [lane.name, i]));
        timed.forEach(order => {
            const lane = laneAt.get(order.cells[columns.market]);
            order.lane = lane === undefined ? lanes.length - 1 : lane;
        });

        const height = lanes.length * LANE + FOOT;
        canvas.height = height;

        function width() { return Math.max(canvas.clientWidth || 800, 200); }
        function xOf(time) { return LEFT + (width() - LEFT - 6) * (time - view.from) / (view.to - view.from); }
        function timeAt(x) { return view.from + (view.to - view.from) * (x - LEFT) / (width() - LEFT - 6); }

        function timeText(time) {
            return new Date(time).toISOString().replace('T', ' ').slice(0, view.to - view.from > 864e5 * 4 ? 10 : view.to - view.from > 6e4 ? 16 : 23);
        }

        function draw() {
            const scale = window.devicePixelRatio || 1, wide = width();
            canvas.width = Math.round(wide * scale);
            canvas.height = Math.round(height * scale);
            canvas.style.height = height + 'px';
            const pen = canvas.getContext('2d');
            const colour = name => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
            const ink = colour('--ink'), muted = colour('--muted'), rule = colour('--rule');
            pen.scale(scale, scale);
            pen.font = '12px system-ui, sans-serif';
            pen.direction = 'ltr';
            pen.textBaseline = 'middle';
            lanes.forEach((lane, i) => {
                pen.fillStyle = rule;
                pen.fillRect(0, (i + 1) * LANE - 0.5, wide, 0.5);
                pen.fillStyle = ink;
                pen.textAlign = 'left';
                pen.fillText(lane.name.length > 18 ? lane.name.slice(0, 17) + '…' : lane.name, 4, i * LANE + LANE / 2);
            });
            pen.textAlign = 'center';
            const ticks = Math.max(1, Math.min(5, Math.floor((wide - LEFT) / 150)));
            for (let i = 0; i < ticks; i++) {
                const time = view.from + (view.to - view.from) * (i + 0.5) / ticks, x = xOf(time);
                pen.fillStyle = rule;
                pen.fillRect(x, 0, 0.5, lanes.length * LANE);
                pen.fillStyle = muted;
                pen.fillText(timeText(time), x, height - FOOT / 2);
            }
            /* Flagged ones last, so that nothing covers them; marks that fall on the same place are drawn once. */
            const kinds = [order => !order.cells[columns.flag] && order.cells[columns.verdict] !== 'bot',
                           order => order.cells[columns.verdict] === 'bot', order => order.cells[columns.flag] !== ''];
            const colours = [colour('--other'), colour('--bot'), colour('--accent')];
            kinds.forEach((isOf, k) => {
                const drawn = new Set();
                pen.fillStyle = colours[k];
                timed.forEach(order => {
                    if (!order.shown || order.time < view.from || order.time > view.to || !isOf(order)) return;
                    const x = Math.round(xOf(order.time) * 2) / 2, place = order.lane * 100000 + x * 2;
                    if (drawn.has(place)) return;
                    drawn.add(place);
                    pen.fillRect(x - 0.75, order.lane * LANE + 3, 1.5, LANE - 6);
                });
            });
            if (marked && marked.shown && marked.time >= view.from && marked.time <= view.to) {
                pen.strokeStyle = ink;
                pen.lineWidth = 1.5;
                pen.strokeRect(xOf(marked.time) - 4, marked.lane * LANE + 1, 8, LANE - 2);
            }
        }

        function look(from, to) {
            const span = Math.min(Math.max(to - from, LEAST_MS), whole.to - whole.from);
            let start = (from + to) / 2 - span / 2;
            start = Math.min(Math.max(start, whole.from), whole.to - span);
            view = {from: start, to: start + span};
            draw();
        }

        function zoom(by, around) {
            const at = around === undefined ? (view.from + view.to) / 2 : around;
            look(at - (at - view.from) * by, at + (view.to - at) * by);
        }

        function pan(part) {
            const by = (view.to - view.from) * part;
            look(view.from + by, view.to + by);
        }

        function tell(order) {
            marked = order;
            told.textContent = order ? [columns.time, columns.market, columns.side, columns.verdict, columns.flag]
                .map(at => order.cells[at]).filter(text => text).join(' · ') : '';
            draw();
        }

        function nearest(x, y) {
            const lane = Math.floor(y / LANE);
            let best = null, least = 12;
            timed.forEach(order => {
                if (!order.shown || order.lane !== lane) return;
                const away = Math.abs(xOf(order.time) - x);
                if (away < least || (away === least && best && order.cells[columns.flag] && !best.cells[columns.flag])) {
                    best = order;
                    least = away;
                }
            });
            return best;
        }

        function step(by) {
            const shown = timed.filter(order => order.shown);
            if (shown.length === 0) return;
            const at = shown.indexOf(marked);
            const first = shown.findIndex(order => order.time >= view.from);
            const next = at < 0 ? Math.max(first, 0) : Math.min(Math.max(at + by, 0), shown.length - 1);
            tell(shown[next]);
            const span = view.to - view.from, time = shown[next].time;
            if (time < view.from || time > view.to) look(time - span / 2, time + span / 2);
        }

        function go(order) {
            if (!order) return;
            reveal(order.body.id);
            const summary = order.body.querySelector('summary');
            if (summary) summary.focus({preventScroll: true});
        }

        function button(text, act) {
            const made = make('button', text, buttons);
            made.type = 'button';
            made.addEventListener('click', act);
        }
        button(words.in, () => zoom(0.5));
        button(words.out, () => zoom(2));
        button(words.whole, () => look(whole.from, whole.to));

        canvas.addEventListener('keydown', event => {
            const acts = {
                '+': () => zoom(0.5), '=': () => zoom(0.5), '-': () => zoom(2), '0': () => look(whole.from, whole.to),
                ArrowLeft: () => pan(-0.2), ArrowRight: () => pan(0.2), ArrowUp: () => step(-1), ArrowDown: () => step(1),
                Enter: () => go(marked)
            };
            const act = acts[event.key];
            if (!act || event.ctrlKey || event.metaKey || event.altKey) return;
            event.preventDefault();
            act();
        });
        canvas.addEventListener('wheel', event => {
            if (!event.ctrlKey) return;
            event.preventDefault();
            zoom(event.deltaY < 0 ? 0.8 : 1.25, timeAt(event.offsetX));
        }, {passive: false});
        canvas.addEventListener('pointermove', event => {
            const order = nearest(event.offsetX, event.offsetY);
            canvas.style.cursor = order ? 'pointer' : 'default';
            if (order && order !== marked) tell(order);
        });
        canvas.addEventListener('click', event => go(nearest(event.offsetX, event.offsetY)));
        window.addEventListener('resize', draw);
        matchMedia('(prefers-color-scheme: dark)').addEventListener('change', draw);
        return {draw};
    }

    /* ---- begin ---- */

    tools.hidden = false;
    const asked = takeFromAddress();
    showState();
    if (asked && state.sort) sort();
    filter();
    timeline.draw();
    if (!asked && location.hash) reveal(decodeURIComponent(location.hash.slice(1)));
}());
