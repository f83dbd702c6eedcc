SELECT '{"data":{"cluster":' || json_build_object(
    'title', t.title,
    'body', json_build_object('html', t.body_html),
    'cities', json_build_object('nodes', (
        SELECT COALESCE(json_agg(json_build_object(
            'name', w.name,
            'country', json_build_object(
                'code', c.country_code,
                'name', CASE c.country_code
                        WHEN 'CN' THEN 'China' WHEN 'CL' THEN 'Chile' WHEN 'AR' THEN 'Argentina' WHEN 'BR' THEN 'Brazil'
                        WHEN 'IN' THEN 'India' WHEN 'UZ' THEN 'Uzbekistan' WHEN 'KE' THEN 'Kenya' WHEN 'GH' THEN 'Ghana'
                        WHEN 'SN' THEN 'Senegal' WHEN 'MA' THEN 'Morocco' WHEN 'EG' THEN 'Egypt' WHEN 'ZA' THEN 'South Africa'
                        WHEN 'TH' THEN 'Thailand' WHEN 'VN' THEN 'Viet Nam' WHEN 'ID' THEN 'Indonesia' WHEN 'PH' THEN 'Philippines'
                        WHEN 'MX' THEN 'Mexico' WHEN 'CO' THEN 'Colombia' WHEN 'PE' THEN 'Peru' WHEN 'EC' THEN 'Ecuador' END),
            'body', json_build_object('html', w.body_html)) ORDER BY l.sort_at, l.item_id), '[]')
        FROM (
            SELECT l.item_id, l.sort_at FROM listing l
            WHERE l.list = 'members_by_position' AND l.scope_id = k.id AND l.locale = '*' AND l.kind = 'featured'
                AND l.live_from <= $2 AND l.live_until > $2
            ORDER BY l.sort_at, l.item_id LIMIT 6
        ) l
        JOIN city c ON c.id = l.item_id
        JOIN city_translation w ON w.item_id = c.id AND w.locale = c.locale)),
    'news', json_build_object('nodes', (
        SELECT COALESCE(json_agg(json_build_object(
            'title', w.title,
            'excerpt', w.excerpt,
            'publishedAt', to_char(
                to_timestamp(n.published_at / 1000.0) AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
            'kind', upper(n.kind),
            'clusters', (
                SELECT COALESCE(json_agg(json_build_object('title', y.title, 'slug', x.slug) ORDER BY f.position), '[]')
                FROM news_item_cluster f
                JOIN cluster x ON x.id = f.cluster_id
                JOIN cluster_translation y ON y.item_id = x.id AND y.locale = x.locale
                WHERE f.news_item_id = n.id AND x.status = 'published' AND x.published_at <= $2 AND (x.expires_at IS NULL OR x.expires_at > $2)),
            'topics', (
                SELECT COALESCE(json_agg(json_build_object('label', y.label) ORDER BY f.position), '[]')
                FROM news_item_topic f
                JOIN topic x ON x.id = f.topic_id
                JOIN topic_translation y ON y.item_id = x.id AND y.locale = x.locale
                WHERE f.news_item_id = n.id)) ORDER BY l.sort_at DESC, l.item_id DESC), '[]')
        FROM (
            SELECT l.item_id, l.sort_at FROM listing l
            WHERE l.list = 'news' AND l.scope_id = k.id AND l.locale = '*'
                AND l.live_from <= $2 AND l.live_until > $2
            ORDER BY l.sort_at DESC, l.item_id DESC LIMIT 10
        ) l
        JOIN news_item n ON n.id = l.item_id
        JOIN news_item_translation w ON w.item_id = n.id AND w.locale = n.locale)),
    'media', json_build_object('nodes', (
        SELECT COALESCE(json_agg(json_build_object(
            'title', w.title,
            'sources', (
                SELECT COALESCE(json_agg(json_build_object('provider', upper(s.provider), 'url', s.url) ORDER BY s.position), '[]')
                FROM media_source s WHERE s.media_item_id = m.id)) ORDER BY l.sort_at DESC, l.item_id DESC), '[]')
        FROM (
            SELECT l.item_id, l.sort_at FROM listing l
            WHERE l.list = 'media' AND l.scope_id = k.id AND l.locale = '*'
                AND l.live_from <= $2 AND l.live_until > $2
            ORDER BY l.sort_at DESC, l.item_id DESC LIMIT 3
        ) l
        JOIN media_item m ON m.id = l.item_id
        JOIN media_item_translation w ON w.item_id = m.id AND w.locale = m.locale))
)::text || '}}'
FROM cluster k JOIN cluster_translation t ON t.item_id = k.id AND t.locale = k.locale
WHERE k.slug = $1 AND k.status = 'published' AND k.published_at <= $2 AND (k.expires_at IS NULL OR k.expires_at > $2)
