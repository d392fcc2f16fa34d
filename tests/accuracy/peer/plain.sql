-- The same job as `straykey timeline` on bench_data plain: type the rows exactly, join by market, side, quantity and time within
-- two seconds (each fill takes its nearest order), keep those without one, write all of it in order of time.
CREATE TABLE fills AS SELECT row_number() OVER () AS n, strptime("Date(UTC)", '%Y-%m-%d %H:%M:%S') AS moment, "Pair" AS market,
    lower("Side") AS side, replace("Price", ',', '')::DECIMAL(18,8) AS price,
    left("Executed", length("Executed") - length("Pair") + 4)::DECIMAL(18,8) AS qty,
    left("Amount", length("Amount") - 4)::DECIMAL(18,8) AS cost, left("Fee", length("Fee") - 3)::DECIMAL(18,8) AS fee
  FROM read_csv('DIR/fills.csv.gz', header = true, all_varchar = true);
CREATE TABLE orders AS SELECT row_number() OVER () AS n, created_at::TIMESTAMP AS moment, updated_at::TIMESTAMP AS until,
    substr(pair, 6) || 'USDT' AS market, lower(order_type) AS side, order_id, deal_id,
    quantity::DECIMAL(18,8) - quantity_remaining::DECIMAL(18,8) AS qty, average_price::DECIMAL(18,8) AS price,
    total::DECIMAL(18,8) AS cost
  FROM read_json('DIR/orders.json.gz', format = 'array', columns = {deal_id: 'BIGINT', pair: 'VARCHAR', order_id: 'VARCHAR',
    order_type: 'VARCHAR', deal_order_type: 'VARCHAR', status_string: 'VARCHAR', created_at: 'VARCHAR', updated_at: 'VARCHAR',
    quantity: 'VARCHAR', quantity_remaining: 'VARCHAR', total: 'VARCHAR', rate: 'VARCHAR', average_price: 'VARCHAR'});
CREATE TABLE matched AS SELECT f.n, o.n AS bot_order FROM fills f JOIN orders o ON f.market = o.market AND f.side = o.side AND f.qty = o.qty
    AND o.moment BETWEEN f.moment - INTERVAL 2 SECOND AND f.moment + INTERVAL 2 SECOND
  QUALIFY row_number() OVER (PARTITION BY f.n ORDER BY abs(epoch_ms(f.moment) - epoch_ms(o.moment)), o.n) = 1;
COPY (SELECT * FROM (
    SELECT f.moment, 'fill' AS kind, market, side, price, qty, cost, fee, NULL AS order_id, NULL AS deal,
        CASE WHEN m.n IS NULL THEN 'unissued' ELSE 'bot' END AS verdict, m.bot_order AS matched, f.n AS line
      FROM fills f LEFT JOIN matched m ON f.n = m.n
    UNION ALL SELECT moment, 'bot-order', market, side, price, qty, cost, NULL, order_id, deal_id, NULL, NULL, n FROM orders)
  ORDER BY moment, kind, line) TO 'DIR/peer.csv' (HEADER);
