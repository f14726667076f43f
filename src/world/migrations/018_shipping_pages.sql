-- Orders of all mini programs in the order of payment, of any state or of one.
CREATE INDEX shipping_order_all_paid ON shipping_order (paid_at, key);
CREATE INDEX shipping_order_all_state ON shipping_order (state, paid_at, key);

-- Whether a message was opened: 0 or 1.
ALTER TABLE inbox ADD COLUMN opened INTEGER NOT NULL DEFAULT 0;
UPDATE inbox SET opened = json_extract(data, '$.opened_at') IS NOT NULL;
CREATE INDEX inbox_opened ON inbox (buyer, opened);

-- Push settings by number, for messages name theirs by it and hold no secrets.
CREATE TABLE push_settings (key TEXT PRIMARY KEY, data TEXT NOT NULL);     -- key: appid/number
INSERT INTO push_settings (key, data)
    SELECT key || '/0', json_object('appid', key, 'number', 0, 'settings', json_extract(data, '$.push'))
    FROM app_server WHERE json_extract(data, '$.push') IS NOT NULL;
UPDATE app_server SET data = json_set(data, '$.in_force', 0) WHERE json_extract(data, '$.push') IS NOT NULL;
UPDATE app_server SET data = json_remove(data, '$.push');
UPDATE notice SET data = json_set(json_remove(data, '$.data.settings'), '$.data.settings', 0)
    WHERE json_extract(data, '$.system') = 'mini_program';

-- In which order faults were armed.
ALTER TABLE fault ADD COLUMN armed INTEGER NOT NULL DEFAULT 0;
