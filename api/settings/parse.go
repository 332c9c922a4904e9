package settings

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"reflect"
	"strings"

	"github.com/pelletier/go-toml/v2"

	"rcfwd/api"
	"rcfwd/api/rest"
)

// written is a profile as it stands in the settings file.
type written struct {
	Server    string   `toml:"server"`
	Account   string   `toml:"account"`
	Extension string   `toml:"extension"`
	Region    string   `toml:"region"`
	ReadOnly  bool     `toml:"read_only"`
	Store     string   `toml:"store"`
	Grant     string   `toml:"grant"`
	ClientID  string   `toml:"client_id"`
	Redirect  string   `toml:"redirect_uri"`
	Command   []string `toml:"credential_command"`
}

// parseConfig reads what stands in a settings file.
func parseConfig(path string, source []byte, others []Table) (*Config, error) {
	d := &document{path: path, source: source, shape: shape(others)}
	if err := d.walk(); err != nil {
		return nil, err
	}
	whole := reflect.New(d.shape)
	for i, t := range others {
		whole.Elem().Field(i + fixedFields).Set(reflect.ValueOf(t.Into).Elem())
	}
	decoder := toml.NewDecoder(bytes.NewReader(source)).DisallowUnknownFields()
	if err := decoder.Decode(whole.Interface()); err != nil {
		return nil, d.decodeError(err)
	}
	c := &Config{Path: path, others: others, source: source, Default: whole.Elem().Field(0).String()}
	if err := c.take(d, whole.Elem().Field(1).Interface().(map[string]written)); err != nil {
		return nil, err
	}
	for i, t := range others {
		reflect.ValueOf(t.Into).Elem().Set(whole.Elem().Field(i + fixedFields))
	}
	return c, nil
}

// fixedFields are the first fields of a shape, which are our own.
const fixedFields = 2

// shape is the type of a whole file: ours and the tables of others.
func shape(others []Table) reflect.Type {
	fields := []reflect.StructField{
		{Name: "Default", Type: reflect.TypeFor[string](), Tag: `toml:"default"`},
		{Name: "Profiles", Type: reflect.TypeFor[map[string]written](), Tag: `toml:"profiles"`},
	}
	for i, t := range others {
		fields = append(fields, reflect.StructField{
			Name: fmt.Sprintf("Other%d", i), Type: reflect.TypeOf(t.Into).Elem(),
			Tag: reflect.StructTag(fmt.Sprintf(`toml:%q`, t.Name)),
		})
	}
	return reflect.StructOf(fields)
}

// take makes profiles of what was written, in the order in which it was.
func (c *Config) take(d *document, all map[string]written) error {
	folded := map[string]string{}
	for _, name := range d.profiles {
		if err := CheckName(name); err != nil {
			return d.errorf(d.lines["profiles."+name], "%v", err)
		}
		if other, taken := folded[strings.ToLower(name)]; taken {
			return d.errorf(d.lines["profiles."+name], "the profiles %s and %s differ only in case, which not every disk tells apart.", other, name)
		}
		folded[strings.ToLower(name)] = name
		p, key, err := all[name].profile(name)
		if err != nil {
			return d.errorf(d.lineOf("profiles."+name, key), "%s: %v", key, err)
		}
		c.Profiles = append(c.Profiles, p)
	}
	if _, ok := c.Profile(c.Default); c.Default != "" && !ok {
		return d.errorf(d.lines["default"], "default names no profile of this file%s", cmp.Or(didYouMean(c.Default, c.names()), "."))
	}
	return nil
}

// profile checks what was written. An error comes with the key at fault.
func (w written) profile(name string) (p Profile, key string, err error) {
	p = Profile{
		Name: name, Account: w.Account, Extension: w.Extension, Region: w.Region, ReadOnly: w.ReadOnly,
		ClientID: w.ClientID, Redirect: w.Redirect, Command: w.Command,
	}
	if w.Server != "" {
		if p.Server, err = rest.ParseServer(w.Server); err != nil {
			return p, "server", err
		}
	}
	if w.Redirect != "" {
		if _, err := ParseRedirect(w.Redirect); err != nil {
			return p, "redirect_uri", err
		}
	}
	if w.Grant != "" {
		if p.Grant, err = oneOf(w.Grant, Grants); err != nil {
			return p, "grant", err
		}
	}
	if w.Store != "" {
		if p.Store, err = oneOf(w.Store, Stores); err != nil {
			return p, "store", err
		}
	}
	key, err = w.checkTexts()
	return p, key, err
}

func (w written) checkTexts() (key string, err error) {
	for _, id := range []struct{ key, value string }{{"account", w.Account}, {"extension", w.Extension}} {
		if id.value != "~" && strings.Trim(id.value, "0123456789") != "" {
			return id.key, errors.New("an id is made of digits")
		}
	}
	if w.Region != "" {
		if err := api.CheckRegion(w.Region); err != nil {
			return "region", err
		}
	}
	if len(w.Command) > 0 && w.Command[0] == "" {
		return "credential_command", errors.New("the first text names the program")
	}
	return "", nil
}
