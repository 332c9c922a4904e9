package sandbox

import (
	"net/url"
	"slices"
	"strconv"
	"testing"
	"testing/synctest"
	"time"
)

// oauthCodes provokes each documented code, by the path of the call that
// answers with it.
var oauthCodes = map[string]map[string]func(*client) answer{
	authorizePath: {
		"OAU-101": func(c *client) answer { return c.open(authorizeRequest(clientID, url.Values{"brand_id": {"9"}}), "") },
		"OAU-102": func(c *client) answer {
			c.editApp(func(a *App) { a.Grants = nil })
			return c.open(authorizeRequest(clientID, nil), "")
		},
		"OAU-109": func(c *client) answer {
			return c.open(authorizeRequest(clientID, url.Values{"redirect_uri": {"https://evil.test/"}}), "")
		},
		"OAU-113": func(c *client) answer {
			c.editApp(func(a *App) { a.RedirectURIs = nil })
			return c.open(authorizeRequest(clientID, nil), "")
		},
	},
	tokenPath: {
		"OAU-105": func(c *client) answer { return c.password("109", "") },
		"OAU-106": func(c *client) answer { return c.exchange(clientID, "x", nil) },
		"OAU-108": func(c *client) answer {
			code := c.code(authorizeRequest(clientID, nil))
			time.Sleep(codeLife)
			return c.exchange(clientID, code, nil)
		},
		"OAU-109": func(c *client) answer {
			return c.exchange(clientID, c.code(authorizeRequest(clientID, nil)), url.Values{"redirect_uri": {"x"}})
		},
		"OAU-110": func(c *client) answer {
			return c.exchange(clientID, c.code(authorizeRequest(publicClientID, nil)), nil)
		},
		"OAU-111": func(c *client) answer { return c.grant(url.Values{"grant_type": {jwtGrant, jwtGrant}}) },
		"OAU-112": func(c *client) answer {
			c.editApp(func(a *App) { a.Grants = nil })
			return c.exchange(clientID, "x", nil)
		},
		"OAU-113": func(c *client) answer {
			c.editApp(func(a *App) { a.RedirectURIs = nil })
			return c.exchange(clientID, "x", nil)
		},
		"OAU-125": func(c *client) answer {
			c.editApp(func(a *App) { a.Grants = nil })
			return c.refresh("x")
		},
		"OAU-134": func(c *client) answer {
			req := c.request("POST", tokenPath, "")
			req.Header.Set("Authorization", "Bearer x")
			return c.send(req)
		},
		"OAU-136": func(c *client) answer { return c.signIn(url.Values{"assertion": {c.s.keys.jwt("5")}}) },
		"OAU-140": func(c *client) answer { return c.password("104", "guess") },
		"OAU-141": func(c *client) answer {
			c.s.Change(func(co *Company) { co.Extension("104").Status = "NotActivated" })
			return c.password("104", "")
		},
		"OAU-142": func(c *client) answer {
			c.s.Change(func(co *Company) { co.Status = "Disabled" })
			return c.password("104", "")
		},
		"OAU-146": func(c *client) answer {
			c.editApp(func(a *App) { a.Secret = "changed since" })
			req := c.request("POST", tokenPath, "")
			req.SetBasicAuth(clientID, c.s.Credentials().ClientSecret)
			return c.send(req)
		},
		"OAU-147": func(c *client) answer { return c.lockOut() },
		"OAU-148": func(c *client) answer {
			c.s.Change(func(co *Company) { co.Extension("104").SSO = true })
			return c.lockOut()
		},
		"OAU-153": func(c *client) answer { return c.formAs(publicClientID+"x", tokenPath, url.Values{"client_id": {"x"}}) },
		"OAU-168": func(c *client) answer { return c.password("111", "") },
		"OAU-250": func(c *client) answer { return c.grant(url.Values{"grant_type": {"magic"}}) },
		"OAU-251": func(c *client) answer { return c.grant(url.Values{"grant_type": {partnerGrant}}) },
	},
	revokePath: {
		"CMN-101": func(c *client) answer { return c.form(revokePath, url.Values{"token": {""}}) },
	},
}

// editApp changes the confidential app.
func (c *client) editApp(change func(*App)) {
	c.s.Change(func(co *Company) { change(co.App(clientID)) })
}

func (c *client) lockOut() (last answer) {
	for range maxFailedTries {
		last = c.password("104", "guess")
	}
	return last
}

// TestOAuth_answersEveryDocumentedCode provokes every code that the schema
// lists, with its status.
func TestOAuth_answersEveryDocumentedCode(t *testing.T) {
	for path, documented := range documentedCodes(t) {
		for code, status := range documented {
			t.Run(code+" of "+path, func(t *testing.T) {
				provoke := oauthCodes[path][code]
				if provoke == nil {
					t.Fatal("no request provokes it")
				}
				synctest.Test(t, func(t *testing.T) { provoke(&client{t: t, s: unlimited(t)}).want(t, status, code) })
			})
		}
	}
}

// documentedCodes reads the x-error-codes of OAuth's three calls.
func documentedCodes(t *testing.T) map[string]map[string]int {
	t.Helper()
	codes := map[string]map[string]int{}
	for path, item := range schema(t).Paths.Map() {
		if !slices.Contains([]string{authorizePath, tokenPath, revokePath}, path) {
			continue
		}
		codes[path] = map[string]int{}
		for _, op := range item.Operations() {
			list, _ := op.Extensions["x-error-codes"].([]any)
			for _, entry := range list {
				e, _ := entry.(map[string]any)
				code, _ := e["errorCode"].(string)
				status, _ := e["httpCode"].(string)
				codes[path][code], _ = strconv.Atoi(status)
			}
		}
	}
	return codes
}
