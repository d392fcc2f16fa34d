/* The script of report.html. It reads the orders out of the tables that stand in the page; it asks for nothing, keeps nothing
 * and writes text only as text. Without it everything can be read all the same.
 *
 * There may be a hundred thousand orders. So nothing is kept for each but its two rows and what is filtered by and drawn; texts are
 * read again where they are searched, and listeners are those of the whole list. */
(function () {
    'use strict';

    const list = document.getElementById('order-list');
    const tools = document.getElementById('tools');
    if (!list || !tools) return;

    const words = tools.dataset;
    /* Orders stand some together: `lines` is the text of those that stood here at first. */
    const groups = Array.from(list.children, box => ({
        box, table: box.querySelector('table'), lines: box.querySelector('.lines > pre')
    }));
    const together = groups[0].table.tBodies[0].rows.length / 2;
    const heads = Array.from(groups[0].table.tHead.rows[0].cells);
    const columnOf = name => heads.findIndex(head => head.dataset.filter === name);
    const filterNames = heads.map(head => head.dataset.filter).filter(name => name);
    const filterColumns = filterNames.map(columnOf);
    const TIME = 1;

    /* ---- the orders ---- */

    const orders = readOrders();

    /* `at` is where it stands by default, `text` its cells, a line each, the last of which are its ids; `values` what it is filtered by,
     * `shown` whether no filter hides it, `opened` the row of its lines, when they are shown. Each different value is kept once. */
    function readOrders() {
        const known = new Map(), all = [];
        const once = text => known.get(text) || (known.set(text, text), text);
        groups.forEach(group => {
            const whole = group.table.tBodies[0].textContent;
            for (let from = 0, to; from < whole.length; from = to) {
                to = from;
                for (let i = 0; i <= heads.length; i++) to = whole.indexOf('\n', to) + 1;
                const text = whole.slice(from, to - 1), cells = text.split('\n');
                all.push({at: all.length, text, time: timeOf(cells[TIME]), values: filterColumns.map(at => once(cells[at])), shown: true,
                          row: null, ids: null, opened: null, lane: 0});
            }
        });
        return all;
    }

    /* An order's rows are looked up when the first of them is needed. */
    function takeRows() {
        if (orders[0].row) return;
        groups.forEach((group, g) => {
            let row = group.table.tBodies[0].firstElementChild;
            for (let at = g * together; row; at++) {
                orders[at].row = row;
                orders[at].ids = row.nextElementSibling;
                row = orders[at].ids.nextElementSibling;
            }
        });
    }

    function valueOf(order, name) { return order.values[filterNames.indexOf(name)]; }
    function cellOf(order, at) { return order.text.split('\n', at + 1)[at]; }

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

    /* ---- the lines of an order: html/orders.c says how its entry is written ---- */

    function entriesOf(group) { return group.lines.textContent.split('\n\n'); }
    function entryOf(order) { return entriesOf(groups[Math.floor(order.at / together)])[order.at % together]; }

    function rowsOf(order) {
        const rows = [], lines = entryOf(order).split('\n');
        const reasons = lines.shift().replace(/^\d+ +/, '');
        lines.forEach(line => {
            const last = rows[rows.length - 1];
            if (line.startsWith('    ')) {
                last.lines.push(line.slice(4));
            } else {
                const end = line.indexOf('  ');
                rows.push({name: line.slice(0, end), what: line.slice(end + 2), lines: []});
            }
        });
        return {reasons, rows};
    }

    function open(order) {
        if (order.opened) return;
        takeRows();
        const entry = rowsOf(order);
        order.opened = make('tr');
        order.opened.className = 'opened';
        const cell = make('td', '', order.opened);
        cell.colSpan = heads.length;
        make('code', entry.reasons, make('p', '', cell));
        const rows = make('ul', '', cell);
        rows.className = 'rows';
        entry.rows.forEach(row => {
            const item = make('li', '', rows);
            item.dataset.row = row.name;
            make('bdi', row.name, make('b', '', item));
            item.append(' ' + row.what);
            if (row.lines.length > 0) make('pre', row.lines.join('\n'), item).dir = 'ltr';
        });
        order.ids.after(order.opened);
        linkOf(order).setAttribute('aria-expanded', 'true');
    }

    function close(order) {
        order.opened.remove();
        order.opened = null;
        linkOf(order).setAttribute('aria-expanded', 'false');
    }

    function linkOf(order) { return order.row.firstElementChild.firstElementChild; }

    function orderOf(element) {
        const row = element.closest('#order-list tbody tr');
        if (!row || row.classList.contains('opened')) return null;
        const first = row.firstElementChild.tagName === 'TH' ? row : row.previousElementSibling;
        return orders[Number(first.firstElementChild.textContent) - 1];
    }

    list.addEventListener('click', event => {
        const button = event.target.closest('th button');
        if (button) {
            sortBy(button.parentElement.cellIndex);
            return;
        }
        const order = orderOf(event.target);
        if (!order || event.ctrlKey || event.metaKey || event.shiftKey) return;
        const onLink = event.target.closest('a');
        if (onLink) event.preventDefault();
        else if (String(getSelection())) return; /* somebody marks text to copy it */
        if (order.opened) close(order);
        else open(order);
    });
    list.addEventListener('focusin', event => {
        const order = event.target.tagName === 'A' ? orderOf(event.target) : null;
        if (order) event.target.setAttribute('aria-expanded', String(order.opened !== null));
    });

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
        const values = Array.from(new Set(orders.map(order => valueOf(order, name)))).filter(value => value).sort(byName);
        const choice = labelled(heads[columnOf(name)].textContent, make('select'));
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

    function byName(a, b) { return compareNumbers(numberOf(a), numberOf(b)) || (a < b ? -1 : 1); }

    let waiting = 0;
    search.addEventListener('input', () => {
        clearTimeout(waiting);
        waiting = setTimeout(() => { state.q = search.value; changed(); }, orders.length > 5000 ? 400 : 150);
    });
    clear.addEventListener('click', () => { forget(); changed(); });

    function forget() {
        state.q = '';
        filterNames.forEach(name => { state[name] = ''; });
    }

    /* ---- filtering ---- */

    /* Words may stand in the cells of an order or in its lines. */
    function mark(wanted) {
        const chosen = filterNames.map((name, i) => ({i, value: state[name]})).filter(filter => filter.value);
        groups.forEach((group, g) => {
            const lines = wanted.length > 0 ? group.lines.textContent.toLowerCase() : '';
            const inLines = wanted.map(word => lines.includes(word));
            let entries = null;
            const isIn = (order, word, i) => {
                if (order.text.toLowerCase().includes(word)) return true;
                if (!inLines[i]) return false;
                entries = entries || lines.split('\n\n');
                return entries[order.at % together].includes(word);
            };
            orders.slice(g * together, (g + 1) * together).forEach(order => {
                order.shown = chosen.every(filter => order.values[filter.i] === filter.value) &&
                    wanted.every((word, i) => isIn(order, word, i));
            });
        });
    }

    function filter() {
        mark(state.q.toLowerCase().split(/\s+/).filter(word => word));
        place();
    }

    /* Those that are shown, one behind the other; the rest is in no table. */
    const HEIGHT = 54; /* of an order, about: what the browser takes for it until it is looked at */
    function place() {
        takeRows();
        const shown = sorted.filter(order => order.shown);
        groups.forEach((group, g) => {
            const part = document.createDocumentFragment();
            const here = shown.slice(g * together, (g + 1) * together);
            here.forEach(order => {
                part.append(order.row, order.ids);
                if (order.opened) part.append(order.opened);
            });
            group.table.tBodies[0].replaceChildren(part);
            group.box.hidden = here.length === 0 && g > 0;
            group.box.style.containIntrinsicBlockSize = here.length * HEIGHT + 40 + 'px';
        });
        tell(shown.length);
    }

    function tell(shown) {
        count.textContent = words.shown.replace('{shown}', String(shown)).replace('{all}', String(orders.length));
    }

    /* ---- sorting ---- */

    let sorted = orders;

    function sort() {
        const at = heads.findIndex((head, i) => String(i) === state.sort);
        groups.forEach(group => Array.from(group.table.tHead.rows[0].cells).forEach((head, i) => {
            head.setAttribute('aria-sort', i !== at ? 'none' : state.down ? 'descending' : 'ascending');
        }));
        if (at < 0) {
            sorted = orders;
            return;
        }
        const byNumber = heads[at].dataset.sort === 'number';
        const keys = orders.map(order => byNumber ? numberOf(cellOf(order, at)) : cellOf(order, at));
        const compare = byNumber ? compareNumbers : (a, b) => a === b ? 0 : a < b ? -1 : 1;
        const turn = state.down ? -1 : 1;
        sorted = orders.slice().sort((a, b) => turn * compare(keys[a.at], keys[b.at]) || a.at - b.at);
    }

    function sortBy(at) {
        state.down = state.sort === String(at) && !state.down;
        state.sort = String(at);
        sort();
        place();
        remember();
    }

    groups.forEach(group => Array.from(group.table.tHead.rows[0].cells).forEach(head => {
        const button = make('button', head.textContent);
        button.type = 'button';
        head.replaceChildren(button);
    }));

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

    function wordOf(hash) {
        try {
            return decodeURIComponent(hash.slice(1));
        } catch (unreadable) {
            return '';
        }
    }

    /* A place that is linked to is shown, whatever the filters say: the lines of an order, and in them a row. */
    function reveal(id) {
        let target = id ? document.getElementById(id) : null;
        if (!target || !target.closest('.lines')) return;
        while (!/^l\d+$/.test(target.id)) target = target.previousElementSibling;
        show(orders[Number(target.id.slice(1)) - 1], id);
    }

    function show(order, row) {
        if (!order.shown) {
            forget();
            showState();
            filter();
            timeline.draw();
        }
        open(order);
        choose(order);
        const item = Array.from(order.opened.querySelectorAll('li')).find(element => element.dataset.row === row);
        order.opened.querySelectorAll('.named').forEach(element => element.classList.remove('named'));
        if (item) item.classList.add('named');
        (item || order.row).scrollIntoView({block: 'center'});
        linkOf(order).focus({preventScroll: true});
    }

    let chosen = null;
    function choose(order) {
        if (chosen) [chosen.row, chosen.ids].forEach(row => row.classList.remove('chosen'));
        chosen = order;
        [chosen.row, chosen.ids].forEach(row => row.classList.add('chosen'));
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
            reveal(wordOf(location.hash));
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
                const name = valueOf(order, 'market');
                const lane = known.get(name) || {name, flagged: 0, orders: 0};
                lane.orders++;
                lane.flagged += valueOf(order, 'flag') ? 1 : 0;
                known.set(name, lane);
            });
            const sorted = Array.from(known.values()).sort((a, b) => b.flagged - a.flagged || b.orders - a.orders || (a.name < b.name ? -1 : 1));
            if (sorted.length <= LANES_MOST) return sorted;
            return sorted.slice(0, LANES_MOST - 1).concat([{name: '…', flagged: 0, orders: 0}]);
        })();
        const laneAt = new Map(lanes.map((lane, i) => [lane.name, i]));
        timed.forEach(order => {
            const lane = laneAt.get(valueOf(order, 'market'));
            order.lane = lane === undefined ? lanes.length - 1 : lane;
        });

        const height = lanes.length * LANE + FOOT;
        canvas.height = height;

        let wide = 800; /* of the canvas, as it was drawn last */
        function xOf(time) { return LEFT + (wide - LEFT - 6) * (time - view.from) / (view.to - view.from); }
        function timeAt(x) { return view.from + (view.to - view.from) * (x - LEFT) / (wide - LEFT - 6); }

        /* The first of `timed` that is not before that time. */
        function firstFrom(time) {
            let low = 0, high = timed.length;
            while (low < high) {
                const middle = (low + high) >> 1;
                if (timed[middle].time < time) low = middle + 1;
                else high = middle;
            }
            return low;
        }

        /* 2: flagged, 1: a bot's, 0: the others. */
        function kindOf(order) { return valueOf(order, 'flag') ? 2 : valueOf(order, 'verdict') === 'bot' ? 1 : 0; }

        function timeText(time) {
            return new Date(time).toISOString().replace('T', ' ').slice(0, view.to - view.from > 864e5 * 4 ? 10 : view.to - view.from > 6e4 ? 16 : 23);
        }

        function draw() {
            const scale = window.devicePixelRatio || 1;
            wide = Math.max(canvas.clientWidth || 800, 200);
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
            [colour('--other'), colour('--bot'), colour('--accent')].forEach((ink, kind) => {
                const drawn = new Set();
                pen.fillStyle = ink;
                for (let i = firstFrom(view.from); i < timed.length && timed[i].time <= view.to; i++) {
                    const order = timed[i];
                    if (!order.shown || kindOf(order) !== kind) continue;
                    const x = Math.round(xOf(order.time) * 2) / 2, place = order.lane * 100000 + x * 2;
                    if (drawn.has(place)) continue;
                    drawn.add(place);
                    pen.fillRect(x - 0.75, order.lane * LANE + 3, 1.5, LANE - 6);
                }
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
            told.textContent = order ? [cellOf(order, TIME), valueOf(order, 'market'), valueOf(order, 'side'), valueOf(order, 'verdict'),
                                        valueOf(order, 'flag')].filter(text => text).join(' · ') : '';
            draw();
        }

        function nearest(x, y) {
            const lane = Math.floor(y / LANE), last = timeAt(x + 12);
            let best = null, least = 12;
            for (let i = firstFrom(timeAt(x - 12)); i < timed.length && timed[i].time <= last; i++) {
                const order = timed[i], away = Math.abs(xOf(order.time) - x);
                if (!order.shown || order.lane !== lane) continue;
                if (away < least || (away === least && best && kindOf(order) > kindOf(best))) {
                    best = order;
                    least = away;
                }
            }
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
            if (order) show(order);
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
    list.classList.add('scripted');
    const asked = takeFromAddress();
    showState();
    sort();
    if (asked) filter();
    else tell(orders.length);
    timeline.draw();
    if (!asked) reveal(wordOf(location.hash));
}());
