-- Which outside numbers get calls of several accounts, or of many extensions.
SELECT phoneNumber,
       count(DISTINCT coalesce(profile, '')) AS accounts,
       count(DISTINCT (profile, extensionId)) AS extensions,
       list_distinct(flatten(list(risk))) AS risks,
       min(readAt) AS oldest
FROM read_json('forwards.jsonl', format = 'newline_delimited', columns = {
    profile: 'VARCHAR', extensionId: 'VARCHAR', phoneNumber: 'VARCHAR', outside: 'BOOLEAN', enabled: 'BOOLEAN',
    risk: 'VARCHAR[]', readAt: 'TIMESTAMPTZ'})
WHERE outside AND enabled AND phoneNumber IS NOT NULL
GROUP BY phoneNumber
ORDER BY accounts DESC, extensions DESC, phoneNumber
LIMIT 20;
