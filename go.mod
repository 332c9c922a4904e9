module rcfwd

go 1.26.0

require (
	charm.land/bubbles/v2 v2.2.1 // github.com/charmbracelet/bubbles, current major
	charm.land/bubbletea/v2 v2.1.1 // github.com/charmbracelet/bubbletea, current major
	charm.land/lipgloss/v2 v2.0.6 // github.com/charmbracelet/lipgloss, current major
	github.com/charmbracelet/colorprofile v0.4.3 // how many colours
	github.com/charmbracelet/x/ansi v0.11.9 // width and cutting of styled text
	github.com/charmbracelet/x/term v0.2.2 // is this a terminal
	github.com/charmbracelet/x/vt v0.1.0 // tests and pictures: an emulated screen
	github.com/creack/pty v1.1.24 // tests and pictures: a pseudo-terminal
	github.com/getkin/kin-openapi v0.153.0 // tests: the contract
	github.com/godbus/dbus/v5 v5.2.2 // tests: the keyring of a desktop
	github.com/nyaruka/phonenumbers v1.8.1 // tests: what a typed number means
	github.com/spf13/cobra v1.10.2 // the command line
	github.com/spf13/pflag v1.0.9 // its flags, for the manual
	github.com/xo/terminfo v1.0.0 // does the terminal have colours
	golang.org/x/oauth2 v0.37.0 // the grants
	golang.org/x/sys v0.49.0 // suspending, and typing without echo
	golang.org/x/text v0.23.0 // tests: one form of composed characters, names of countries
)

require (
	github.com/coder/websocket v1.8.15 // events
	github.com/gofrs/flock v0.13.2 // one process at a time
	github.com/pelletier/go-toml/v2 v2.4.3 // the settings
	github.com/zalando/go-keyring v0.2.8 // the keyrings of macOS and Windows
)

require (
	github.com/BurntSushi/toml v1.4.1-0.20240526193622-a339e1f7089c // indirect
	github.com/atotto/clipboard v0.1.4 // indirect
	github.com/charmbracelet/ultraviolet v0.0.0-20261008173134-6b8d4baf91b4 // indirect
	github.com/charmbracelet/x/exp/ordered v0.1.0 // indirect
	github.com/charmbracelet/x/termios v0.1.1 // indirect
	github.com/charmbracelet/x/windows v0.2.2 // indirect
	github.com/clipperhouse/displaywidth v0.11.0 // indirect
	github.com/clipperhouse/uax29/v2 v2.7.0 // indirect
	github.com/danieljoos/wincred v1.2.3 // indirect
	github.com/go-openapi/jsonpointer v0.22.5 // indirect
	github.com/go-openapi/swag/jsonname v0.25.5 // indirect
	github.com/gorilla/mux v1.8.0 // indirect
	github.com/inconshreveable/mousetrap v1.1.0 // indirect
	github.com/lucasb-eyer/go-colorful v1.4.1 // indirect
	github.com/mattn/go-runewidth v0.0.30 // indirect
	github.com/muesli/cancelreader v0.2.2 // indirect
	github.com/rivo/uniseg v0.4.7 // indirect
	github.com/santhosh-tekuri/jsonschema/v6 v6.0.3 // indirect
	go.yaml.in/yaml/v4 v4.0.0 // indirect
	golang.org/x/exp/typeparams v0.0.0-20231108232855-2478ac86f678 // indirect
	golang.org/x/mod v0.41.0 // indirect
	golang.org/x/sync v0.23.0 // indirect
	golang.org/x/tools v0.51.0 // indirect
	google.golang.org/protobuf v1.36.11 // indirect
	honnef.co/go/tools v0.8.2 // indirect
)

tool honnef.co/go/tools/cmd/staticcheck
