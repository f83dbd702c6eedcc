SELECT '{"data":{"cluster":' || json_object(
    'title', t.title,
    'body', json_object('html', t.body_html),
    'cities', json_object('nodes', (
        SELECT json_group_array(json_object(
            'name', w.name,
            'country', json_object(
                'code', c.country_code,
                'name', CASE c.country_code
                        WHEN 'CN' THEN 'China' WHEN 'CL' THEN 'Chile' WHEN 'AR' THEN 'Argentina' WHEN 'BR' THEN 'Brazil'
                        WHEN 'IN' THEN 'India' WHEN 'UZ' THEN 'Uzbekistan' WHEN 'KE' THEN 'Kenya' WHEN 'GH' THEN 'Ghana'
                        WHEN 'SN' THEN 'Senegal' WHEN 'MA' THEN 'Morocco' WHEN 'EG' THEN 'Egypt' WHEN 'ZA' THEN 'South Africa'
                        WHEN 'TH' THEN 'Thailand' WHEN 'VN' THEN 'Viet Nam' WHEN 'ID' THEN 'Indonesia' WHEN 'PH' THEN 'Philippines'
                        WHEN 'MX' THEN 'Mexico' WHEN 'CO' THEN 'Colombia' WHEN 'PE' THEN 'Peru' WHEN 'EC' THEN 'Ecuador' END),
            'body', json_object('html', w.body_html)))
        FROM (
            SELECT l.item_id FROM listing l
            WHERE l.list = 'members_by_position' AND l.scope_id = k.id AND l.locale = '*' AND l.kind = 'featured'
                AND l.live_from <= ?2 AND l.live_until > ?2
            ORDER BY l.sort_at, l.item_id LIMIT 6
        ) l
        CROSS JOIN city c ON c.id = l.item_id
        CROSS JOIN city_translation w ON w.item_id = c.id AND w.locale = c.locale)),
    'news', json_object('nodes', (
        SELECT json_group_array(json_object(
            'title', w.title,
            'excerpt', w.excerpt,
            'publishedAt', strftime('%Y-%m-%dT%H:%M:%fZ', n.published_at / 1000.0, 'unixepoch'),
            'kind', upper(n.kind),
            'clusters', (
                SELECT json_group_array(json_object('title', y.title, 'slug', x.slug))
                FROM (SELECT f.cluster_id FROM news_item_cluster f WHERE f.news_item_id = n.id ORDER BY f.position) f
                CROSS JOIN cluster x ON x.id = f.cluster_id
                CROSS JOIN cluster_translation y ON y.item_id = x.id AND y.locale = x.locale
                WHERE x.status = 'published' AND x.published_at <= ?2 AND (x.expires_at IS NULL OR x.expires_at > ?2)),
            'topics', (
                SELECT json_group_array(json_object('label', y.label))
                FROM (SELECT f.topic_id FROM news_item_topic f WHERE f.news_item_id = n.id ORDER BY f.position) f
                CROSS JOIN topic x ON x.id = f.topic_id
                CROSS JOIN topic_translation y ON y.item_id = x.id AND y.locale = x.locale)))
        FROM (
            SELECT l.item_id FROM listing l INDEXED BY listing_by_time
            WHERE l.list = 'news' AND l.scope_id = k.id AND l.locale = '*'
                AND l.live_from <= ?2 AND l.live_until > ?2
            ORDER BY l.sort_at DESC, l.item_id DESC LIMIT 10
        ) l
        CROSS JOIN news_item n ON n.id = l.item_id
        CROSS JOIN news_item_translation w ON w.item_id = n.id AND w.locale = n.locale)),
    'media', json_object('nodes', (
        SELECT json_group_array(json_object(
            'title', w.title,
            'sources', (
                SELECT json_group_array(json_object('provider', upper(s.provider), 'url', s.url))
                FROM (SELECT s.provider, s.url FROM media_source s WHERE s.media_item_id = m.id ORDER BY s.position) s)))
        FROM (
            SELECT l.item_id FROM listing l INDEXED BY listing_by_time
            WHERE l.list = 'media' AND l.scope_id = k.id AND l.locale = '*'
                AND l.live_from <= ?2 AND l.live_until > ?2
            ORDER BY l.sort_at DESC, l.item_id DESC LIMIT 3
        ) l
        CROSS JOIN media_item m ON m.id = l.item_id
        CROSS JOIN media_item_translation w ON w.item_id = m.id AND w.locale = m.locale))
) || '}}'
FROM cluster k JOIN cluster_translation t ON t.item_id = k.id AND t.locale = k.locale
WHERE k.slug = ?1 AND k.status = 'published' AND k.published_at <= ?2 AND (k.expires_at IS NULL OR k.expires_at > ?2)
