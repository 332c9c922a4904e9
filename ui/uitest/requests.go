package uitest

import (
	"strings"
	"testing"

	"rcfwd/ui"
)

func requests_areShownWithoutSecrets(t *testing.T, keys ui.KeyMap) {
	drive(t, keys, 160, 50, nil, func(d *driver) {
		d.press("f", "8", "i")
		d.sees("PUT 200", "medium", "POST 200", "/restapi/oauth/token")
		d.press("enter")
		d.sees("PUT /restapi/v1.0/account/~/extension/~/forwarding-number/592178004", "Authorization: ", `"flipNumber": "8"`, "HTTP 200 after", "Rcrequestid")
		d.press("y")
		curl := d.clipboard()
		if !strings.HasPrefix(curl, "curl ") || !strings.Contains(curl, "Bearer $") || !strings.Contains(curl, `{"flipNumber":"8"}`) {
			t.Errorf("copied %s", curl)
		}
		d.press("esc", "G", "enter")
		d.sees("POST /restapi/oauth/token")
		c := d.sandbox.Credentials()
		for _, secret := range []string{c.JWT, c.ClientSecret} {
			if strings.Contains(strings.Join(strings.Fields(d.screen()), ""), secret) {
				t.Errorf("a secret is on the screen:\n%s", d.screen())
			}
		}
		d.press("esc", "esc")
		d.lacks("Method")
	})
}
