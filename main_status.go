package main

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"rcfwd/api/rest"
	"rcfwd/api/signin"
)

func logoutCommand() *cobra.Command {
	var f flags
	var asJSON bool
	cmd := &cobra.Command{
		Use:   "logout",
		Short: "End the sign-in of a profile, at the server and here",
		Args:  noArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			o, err := newDoor(f).options("")
			if err != nil {
				return err
			}
			defer newAsker(os.Stdin, os.Stderr).tellWaits(o.Limits)()
			bye, err := signin.Logout(cmd.Context(), o)
			if err != nil {
				return err
			}
			if err := report(cmd.OutOrStdout(), asJSON, bye, farewell(bye)); err != nil || bye.Erased {
				return err
			}
			return errors.New("the sign-in is still here: " + bye.NotErased)
		},
	}
	profileFlags(cmd, &f)
	cmd.Flags().BoolVar(&asJSON, "json", false, "print JSON")
	return cmd
}

// fact is a line of a report.
type fact struct{ name, value string }

// farewell says what the logout could do and what it could not.
func farewell(f signin.LogoutResult) []fact {
	facts := []fact{{"profile", f.Profile + " at " + f.Server}}
	switch {
	case f.NotRevoked != "":
		facts = append(facts, fact{"at server", "the session could not be ended: " + f.NotRevoked})
	case f.Revoked:
		facts = append(facts, fact{"at server", "the session has ended"})
	default:
		facts = append(facts, fact{"at server", "there was no session to end"})
	}
	if f.Erased {
		facts = append(facts, fact{"here", "nothing is left"})
	} else {
		facts = append(facts, fact{"here", "not erased: " + f.NotErased})
	}
	for _, l := range f.Left {
		facts = append(facts, fact{"still there", l})
	}
	return facts
}

func statusCommand() *cobra.Command {
	var f flags
	var asJSON bool
	cmd := &cobra.Command{
		Use:   "status",
		Short: "Say who is signed in where, without asking the server",
		Args:  noArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			o, err := newDoor(f).options("")
			if err != nil {
				return err
			}
			s, err := signin.ReadStatus(cmd.Context(), o)
			if err != nil {
				return err
			}
			return report(cmd.OutOrStdout(), asJSON, s, statusFacts(s))
		},
	}
	profileFlags(cmd, &f)
	cmd.Flags().BoolVar(&asJSON, "json", false, "print JSON")
	return cmd
}

func statusFacts(s signin.Status) []fact {
	facts := []fact{
		{"profile", s.Profile},
		{"server", s.Server},
		{"account", cmp.Or(s.Account, "that of the sign-in")},
		{"extension", cmp.Or(s.Extension, "that of the sign-in")},
		{"calls", seenCalls(s.AccountCache)},
		{"store", string(s.Store)},
	}
	if !s.SignedIn {
		return append(facts, fact{"signed in", "no; rcfwd login signs in"})
	}
	return append(facts, fact{"signed in", "yes, from the " + string(s.Source)},
		fact{"owner", s.OwnerID}, fact{"way", string(s.Grant)}, fact{"client id", s.ClientID},
		fact{"scopes", strings.Join(s.Scopes, " ")},
		fact{"token", until(s.Expires)}, fact{"refresh", until(s.RefreshExpires)})
}

// seenCalls says which call handling the account was on when it was open last.
func seenCalls(s *signin.AccountCache) string {
	if s == nil {
		return "call handling is found out when the numbers are opened"
	}
	return s.CallHandling + " call handling, as of " + s.At.UTC().Format(time.DateTime) + " UTC"
}

// until says how long something still holds.
func until(t *time.Time) string {
	switch left := time.Duration(0); {
	case t == nil:
		return ""
	case time.Now().After(*t):
		return "expired " + t.UTC().Format(time.DateTime) + " UTC"
	default:
		left = time.Until(*t).Round(time.Second)
		return "until " + t.UTC().Format(time.DateTime) + " UTC, " + left.String() + " from now"
	}
}

// report prints the facts that are known, or the same as JSON.
func report(out io.Writer, asJSON bool, v any, facts []fact) error {
	if asJSON {
		enc := json.NewEncoder(out)
		enc.SetIndent("", "  ")
		return enc.Encode(v)
	}
	for _, f := range facts {
		if f.value != "" {
			fmt.Fprintf(out, "%-11s  %s\n", f.name, rest.Clean(f.value))
		}
	}
	return nil
}
