package sandbox

import (
	"maps"
	"slices"
	"strconv"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"
)

// unpublishedFields returns the paths of the fields of a value that its schema
// does not name. Validation accepts such fields, since a service may add some,
// but this one has nothing to add.
func unpublishedFields(schemas []*openapi3.Schema, value any, path string) []string {
	schemas = variants(schemas, value)
	var found []string
	switch value := value.(type) {
	case map[string]any:
		for _, name := range slices.Sorted(maps.Keys(value)) {
			parts, free := property(schemas, name)
			switch {
			case len(parts) > 0:
				found = append(found, unpublishedFields(parts, value[name], path+"."+name)...)
			case !free:
				found = append(found, path+"."+name)
			}
		}
	case []any:
		var items []*openapi3.Schema
		for _, s := range schemas {
			if s.Items != nil {
				items = append(items, s.Items.Value)
			}
		}
		for i, item := range value {
			found = append(found, unpublishedFields(items, item, path+"["+strconv.Itoa(i)+"]")...)
		}
	}
	return found
}

// variants returns the schemas with the parts of allOf, and with those variants
// of oneOf and anyOf that the value fits.
func variants(schemas []*openapi3.Schema, value any) []*openapi3.Schema {
	var all []*openapi3.Schema
	for _, s := range schemas {
		all = append(all, s)
		for _, part := range s.AllOf {
			all = append(all, variants([]*openapi3.Schema{part.Value}, value)...)
		}
		for _, part := range slices.Concat(s.OneOf, s.AnyOf) {
			if part.Value.VisitJSON(value) == nil {
				all = append(all, variants([]*openapi3.Schema{part.Value}, value)...)
			}
		}
	}
	return all
}

// property returns the schemas of a field, and whether the field may have any
// name.
func property(schemas []*openapi3.Schema, name string) (parts []*openapi3.Schema, free bool) {
	for _, s := range schemas {
		if p := s.Properties[name]; p != nil {
			parts = append(parts, p.Value)
		}
		if extra := s.AdditionalProperties; extra.Schema != nil {
			parts = append(parts, extra.Schema.Value)
		} else if extra.Has != nil && *extra.Has {
			free = true
		}
	}
	return parts, free
}

func TestUnpublishedFields_findsThemAtEveryLevel(t *testing.T) {
	of := func(name string, s *openapi3.Schema) *openapi3.Schema {
		o := openapi3.NewObjectSchema()
		o.Properties = openapi3.Schemas{name: s.NewRef()}
		return o
	}
	phone, device := of("phone", openapi3.NewStringSchema()), of("device", openapi3.NewStringSchema())
	phone.Required, device.Required = []string{"phone"}, []string{"device"}
	list := openapi3.NewArraySchema()
	list.Items = openapi3.NewOneOfSchema(phone, device).NewRef()
	value := map[string]any{"list": []any{
		map[string]any{"phone": "1"}, map[string]any{"device": "1", "since": "x"},
	}, "beams": 7.0}
	got := unpublishedFields([]*openapi3.Schema{of("list", list)}, value, "")
	if want := []string{".beams", ".list[1].since"}; !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}
