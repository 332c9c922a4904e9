package output

// Schema returns the JSON schema (draft 2020-12) of what --json prints: an array of
// records, or with one the record itself.
func (l List) Schema(one bool) map[string]any {
	properties, required := map[string]any{}, []string{}
	for _, f := range l.Fields {
		properties[f.Name] = f.schema()
		required = append(required, f.Name)
	}
	record := map[string]any{
		"type": "object", "properties": properties, "required": required, "additionalProperties": false,
	}
	if one {
		record["$schema"] = dialect
		return record
	}
	return map[string]any{"$schema": dialect, "type": "array", "items": record}
}

const dialect = "https://json-schema.org/draft/2020-12/schema"

// schema is the schema of the values of a field. Every value can be null: then it is not
// known, or there is none.
func (f Field) schema() map[string]any {
	s := map[string]any{"type": []string{string(f.Kind), "null"}, "description": f.Help}
	switch f.Kind {
	case Time:
		s["type"], s["format"] = []string{string(Text), "null"}, "date-time"
	case Any:
		s["type"] = []string{string(Object), string(Array), string(Text), "number", string(Truth), "null"}
	}
	return s
}
