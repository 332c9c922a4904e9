package settings

import (
	"cmp"
	"errors"
	"fmt"
	"reflect"
	"strconv"
	"strings"
	"time"

	"github.com/pelletier/go-toml/v2/unstable"

	"rcfwd/api"
	"rcfwd/api/rest"
	"rcfwd/api/toml"
)

// fileProfile is a profile as it is fileProfile in the file.
type fileProfile struct {
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
	Cache     string   `toml:"token_cache"`
	IndexKeep string   `toml:"index_keep"`

	Unpublished bool      `toml:"unpublished"`
	Guard       fileGuard `toml:"guard"`
}

// parseConfig reads the text of a file and fills the other tables.
func parseConfig(path string, source []byte, others []Table) (*Config, error) {
	version := versionOf(source)
	d := &document{path: path, source: source, shape: shape(others), newer: RefuseNewer(path, version, configVersion)}
	if err := d.walk(); err != nil {
		return nil, err
	}
	whole := reflect.New(d.shape)
	for i, t := range others {
		whole.Elem().Field(i + fixedFields).Set(reflect.ValueOf(t.Into).Elem())
	}
	decode := toml.Decode
	if d.newer != nil {
		decode = toml.DecodeKnown
	}
	if err := decode(source, whole.Interface()); err != nil {
		return nil, d.decodeError(err)
	}
	c := &Config{
		Path: path, others: others, source: source, newer: d.newer, Default: whole.Elem().Field(0).String(),
		ASCII: whole.Elem().Field(3).Bool(), Mouse: whole.Elem().Field(4).Bool(),
	}
	if err := c.addProfiles(d, whole.Elem().Field(1).Interface().(map[string]fileProfile)); err != nil {
		return nil, err
	}
	for i, t := range others {
		reflect.ValueOf(t.Into).Elem().Set(whole.Elem().Field(i + fixedFields))
	}
	return c, nil
}

// versionOf returns the version that a file names before its first table, or 0. What is
// wrong with the text is found out later.
func versionOf(source []byte) int {
	var p unstable.Parser
	p.Reset(source)
	for p.NextExpression() {
		e := p.Expression()
		if e.Kind != unstable.KeyValue {
			break
		}
		if path, _ := toml.Key(e); len(path) == 1 && path[0] == "version" {
			version, _ := strconv.ParseInt(string(e.Value().Data), 0, 0)
			return int(version)
		}
	}
	return 0
}

// fixedFields is the number of fields at the start of a shape that are our own.
const fixedFields = 5

// shape returns the type of a whole file: a struct of our fields and the other
// tables.
func shape(others []Table) reflect.Type {
	fields := []reflect.StructField{
		{Name: "Default", Type: reflect.TypeFor[string](), Tag: `toml:"default"`},
		{Name: "Profiles", Type: reflect.TypeFor[map[string]fileProfile](), Tag: `toml:"profiles"`},
		{Name: "Version", Type: reflect.TypeFor[int](), Tag: `toml:"version"`},
		{Name: "ASCII", Type: reflect.TypeFor[bool](), Tag: `toml:"ascii"`},
		{Name: "Mouse", Type: reflect.TypeFor[bool](), Tag: `toml:"mouse"`},
	}
	for i, t := range others {
		fields = append(fields, reflect.StructField{
			Name: fmt.Sprintf("Other%d", i), Type: reflect.TypeOf(t.Into).Elem(),
			Tag: reflect.StructTag(fmt.Sprintf(`toml:%q`, t.Name)),
		})
	}
	return reflect.StructOf(fields)
}

// addProfiles adds the profiles of the file, in the order of the file.
func (c *Config) addProfiles(d *document, all map[string]fileProfile) error {
	folded := map[string]string{}
	for _, name := range d.profiles {
		if err := CheckName(name); err != nil {
			return d.errorf(d.lines["profiles."+name], "%v", err)
		}
		if other, taken := folded[strings.ToLower(name)]; taken {
			return d.errorf(d.lines["profiles."+name], "the profiles %s and %s differ only in case, and some disks ignore case.", other, name)
		}
		folded[strings.ToLower(name)] = name
		p, key, err := new(all[name]).profile(name)
		if err != nil {
			return d.errorf(d.lineOf("profiles."+name, key), "%s: %v", key, err)
		}
		c.Profiles = append(c.Profiles, p)
	}
	if _, ok := c.Profile(c.Default); c.Default != "" && !ok {
		return d.errorf(d.lines["default"], "default names a profile that is not in this file%s", cmp.Or(didYouMean(c.Default, c.names()), "."))
	}
	return nil
}

// profile returns the checked profile. key is the one that an error is about.
func (f *fileProfile) profile(name string) (p Profile, key string, err error) {
	p = Profile{
		Name: name, Account: f.Account, Extension: f.Extension, Region: f.Region, ReadOnly: f.ReadOnly,
		ClientID: f.ClientID, Redirect: f.Redirect, Command: f.Command, Unpublished: f.Unpublished,
	}
	if f.Server != "" {
		if p.Server, err = rest.ParseServer(f.Server); err != nil {
			return p, "server", err
		}
	}
	if f.Redirect != "" {
		if _, err := ParseRedirect(f.Redirect); err != nil {
			return p, "redirect_uri", err
		}
	}
	if f.Grant != "" {
		if p.Grant, err = oneOf(f.Grant, Grants); err != nil {
			return p, "grant", err
		}
	}
	if f.Store != "" {
		if p.Store, err = oneOf(f.Store, Stores); err != nil {
			return p, "store", err
		}
	}
	if p.TokenCache = TokenCache(f.Cache); f.Cache != "" && p.TokenCache != CacheState {
		return p, "token_cache", fmt.Errorf("use %q, or leave it out", CacheState)
	}
	if f.IndexKeep != "" {
		if p.IndexKeep, err = readDays(f.IndexKeep); err != nil {
			return p, "index_keep", err
		}
	}
	if key, err = p.readIDs(); err != nil {
		return p, key, err
	}
	if p.Guard, key, err = f.Guard.guard(); err != nil {
		return p, key, err
	}
	key, err = f.checkTexts()
	return p, key, err
}

// readIDs reads the account and the extension as people type them, as --account and
// --extension are read.
func (p *Profile) readIDs() (key string, err error) {
	for _, id := range []struct {
		key  string
		text *string
	}{{"account", &p.Account}, {"extension", &p.Extension}} {
		if *id.text == "" {
			continue
		}
		if *id.text, err = api.ReadExtension(*id.text); err != nil {
			return id.key, err
		}
	}
	return "", nil
}

func (f *fileProfile) checkTexts() (key string, err error) {
	if f.Region != "" {
		if err := api.CheckRegion(f.Region); err != nil {
			return "region", err
		}
	}
	if len(f.Command) > 0 && f.Command[0] == "" {
		return "credential_command", errors.New("the first text must name the program")
	}
	return "", nil
}

// readDays reads a number of days, as in 30d.
func readDays(text string) (time.Duration, error) {
	digits, is := strings.CutSuffix(text, "d")
	n, err := strconv.ParseUint(digits, 10, 16)
	if !is || err != nil || n == 0 {
		return 0, errors.New(`write a number of days, as in "30d"`)
	}
	return time.Duration(n) * day, nil
}

const day = 24 * time.Hour
