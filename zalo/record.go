package zalo

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"time"
)

// The rhythm of the tokens. Zalo's access token lives 25 hours, its refresh
// token three months.
const (
	renewAge     = 20 * time.Hour
	defaultLife  = 25 * time.Hour
	staleAge     = 30 * time.Hour
	oldAge       = 75 * 24 * time.Hour
	renewAgain   = 5 * time.Minute  // after a renewal failed
	saveAgain    = 30 * time.Second // after a save failed
	deadPollTime = 10 * time.Minute // how often the vault is looked at for a mended record
)

// record is what the vault keeps: a pair of tokens with their times.
type record struct {
	Access        string    `json:"access_token,omitempty"`
	Refresh       string    `json:"refresh_token,omitempty"`
	AccessIssued  time.Time `json:"access_issued,omitzero"`
	AccessExpires time.Time `json:"access_expires,omitzero"`
	RefreshIssued time.Time `json:"refresh_issued,omitzero"`

	// Dead says that the refresh token is used up and only a human helps.
	Dead bool `json:"dead,omitempty"`
	// Seed is the digest of the configured refresh token this chain began
	// with, so that a dead chain is not begun again with the same one.
	Seed string `json:"seed,omitempty"`
}

// Format hides the tokens, whichever way a record is printed.
func (record) Format(f fmt.State, _ rune) { _, _ = f.Write([]byte(stars)) }

// seeded begins a chain with a refresh token from the configuration. Its true
// age is unknown; it is counted from here.
func seeded(token Secret, now time.Time) record {
	return record{Refresh: string(token), RefreshIssued: now.UTC(), Seed: seedOf(token)}
}

func seedOf(token Secret) string {
	sum := sha256.Sum256([]byte(string(token)))
	return hex.EncodeToString(sum[:8])
}

// usable reports whether the access token may be tried at now.
func (r *record) usable(now time.Time) bool {
	return r.Access != "" && !r.Dead && now.Before(r.AccessExpires)
}

// renewAt is when the pair should be renewed.
func (r *record) renewAt() time.Time {
	if r.Access == "" {
		return time.Time{}
	}
	at := r.AccessIssued.Add(renewAge)
	// A platform that hands out shorter lives is renewed at four fifths too.
	if early := r.AccessIssued.Add(r.AccessExpires.Sub(r.AccessIssued) * 4 / 5); early.Before(at) {
		return early
	}
	return at
}

// renewed is the record after a granted refresh. An answer without a refresh
// token leaves the old one with its age.
func (r *record) renewed(g grant, now time.Time) record {
	n := record{
		Access:        g.access,
		Refresh:       g.refresh,
		AccessIssued:  now.UTC(),
		AccessExpires: now.Add(g.life).UTC(),
		RefreshIssued: now.UTC(),
		Seed:          r.Seed,
	}
	if g.refresh == "" {
		n.Refresh, n.RefreshIssued = r.Refresh, r.RefreshIssued
	}
	return n
}
