"""The same job as `straykey timeline` on bench_data plain, with Python's standard library: python3 stdlib.py DIR."""
# SPDX-License-Identifier: MIT
import csv, gzip, json, sys
from collections import defaultdict
from datetime import datetime, timezone
from decimal import Decimal

folder = sys.argv[1]
rows, index = [], defaultdict(list)
with gzip.open(folder + '/orders.json.gz', 'rt') as file:
    for number, record in enumerate(json.load(file)):
        at = datetime.strptime(record['created_at'], '%Y-%m-%dT%H:%M:%S.%f%z').timestamp()
        market = record['pair'][5:] + 'USDT'
        qty = Decimal(record['quantity']) - Decimal(record['quantity_remaining'])
        index[market, record['order_type'], qty].append((at, number))
        rows.append((at, 'bot-order', market, record['order_type'], record['average_price'], qty, record['total'], '',
                     record['order_id'], record['deal_id'], '', '', number))
with gzip.open(folder + '/fills.csv.gz', 'rt', newline='') as file:
    for number, (date, pair, side, price, executed, amount, fee) in enumerate(csv.reader(file)):
        if number == 0:
            continue
        at = datetime.strptime(date, '%Y-%m-%d %H:%M:%S').replace(tzinfo=timezone.utc).timestamp()
        qty = Decimal(executed[:len(executed) - len(pair) + 4])
        near = [(abs(other - at), n) for other, n in index[pair, side, qty] if abs(other - at) <= 2]
        rows.append((at, 'fill', pair, side, Decimal(price.replace(',', '')), qty, Decimal(amount[:-4]), Decimal(fee[:-3]), '', '',
                     'bot' if near else 'unissued', min(near)[1] if near else '', number))
rows.sort(key=lambda row: (row[0], row[1], row[12]))
with open(folder + '/peer.csv', 'w', newline='') as file:
    csv.writer(file).writerows(rows)
