-- The same job as `straykey timeline` on bench_data ids: join by id, then by market, side, quantity and time within two seconds.
CREATE TABLE fills AS SELECT row_number() OVER () AS n, epoch_ms("time") AS moment, symbol AS market,
    CASE WHEN isBuyer THEN 'buy' ELSE 'sell' END AS side, price::DECIMAL(18,8) AS price, qty::DECIMAL(18,8) AS qty,
    quoteQty::DECIMAL(18,8) AS cost, commission::DECIMAL(18,8) AS fee, symbol || '_' || orderId AS order_id, id
  FROM read_json('DIR/fills.json.gz', format = 'array', columns = {symbol: 'VARCHAR', id: 'BIGINT', orderId: 'BIGINT', price: 'VARCHAR',
    qty: 'VARCHAR', quoteQty: 'VARCHAR', commission: 'VARCHAR', commissionAsset: 'VARCHAR', "time": 'BIGINT', isBuyer: 'BOOLEAN'});
CREATE TABLE orders AS SELECT row_number() OVER () AS n, created_at::TIMESTAMP AS moment, updated_at::TIMESTAMP AS until,
    substr(pair, 6) || 'USDT' AS market, lower(order_type) AS side, order_id, deal_id,
    quantity::DECIMAL(18,8) - quantity_remaining::DECIMAL(18,8) AS qty, average_price::DECIMAL(18,8) AS price,
    total::DECIMAL(18,8) AS cost
  FROM read_json('DIR/orders.json.gz', format = 'array', columns = {deal_id: 'BIGINT', pair: 'VARCHAR', order_id: 'VARCHAR',
    order_type: 'VARCHAR', deal_order_type: 'VARCHAR', status_string: 'VARCHAR', created_at: 'VARCHAR', updated_at: 'VARCHAR',
    quantity: 'VARCHAR', quantity_remaining: 'VARCHAR', total: 'VARCHAR', rate: 'VARCHAR', average_price: 'VARCHAR'});
CREATE TABLE by_id AS SELECT f.n, min(o.n) AS bot_order FROM fills f JOIN orders o ON f.order_id = o.order_id AND f.side = o.side GROUP BY f.n;
CREATE TABLE by_fit AS SELECT f.n, o.n AS bot_order FROM fills f ANTI JOIN by_id USING (n) JOIN orders o ON f.market = o.market
    AND f.side = o.side AND f.qty = o.qty AND o.moment BETWEEN f.moment - INTERVAL 2 SECOND AND f.moment + INTERVAL 2 SECOND
  QUALIFY row_number() OVER (PARTITION BY f.n ORDER BY abs(epoch_ms(f.moment) - epoch_ms(o.moment)), o.n) = 1;
COPY (SELECT * FROM (
    SELECT f.moment, 'fill' AS kind, market, side, price, qty, cost, fee, order_id, NULL AS deal,
        CASE WHEN i.n IS NOT NULL OR m.n IS NOT NULL THEN 'bot' ELSE 'unissued' END AS verdict,
        coalesce(i.bot_order, m.bot_order) AS matched, f.n AS line
      FROM fills f LEFT JOIN by_id i ON f.n = i.n LEFT JOIN by_fit m ON f.n = m.n
    UNION ALL SELECT moment, 'bot-order', market, side, price, qty, cost, NULL, order_id, deal_id, NULL, NULL, n FROM orders)
  ORDER BY moment, kind, line) TO 'DIR/peer.csv' (HEADER);
