package store

import (
	"errors"
	"fmt"
	"io"
	"log/slog"
	"strings"
	"time"

	"crypto/rand"
)

// Config says where the store lies and how long things are kept.
type Config struct {
	Path    string // of the data file
	KeyFile string // 32 bytes, made at the first start; default Path + ".key"
	MaxSize int    // bytes the data file may grow to; 0 means no limit

	MediaMaxSize int64 // bytes the files of media may take together; 0 means no limit

	// Now gives the day under whose key an event is sealed, and nothing else.
	Now func() time.Time
	// Alert tells the operator something a human must mend; key is constant.
	// It must not call the store.
	Alert func(key, message string)
	Log   *slog.Logger

	Retention Retention
	Timeout   time.Duration // how long to wait for another process to let go of the file; default 1 s

	AdminSocket string // told to whoever finds the file in use

	// The rest is for tests and the drill.

	NoSync bool      // no fsync: a crash of the machine loses data
	Rand   io.Reader // default crypto/rand
	// Fault is called at each point of a commit ("before_commit",
	// "after_commit") and around the renaming that makes a file of media
	// ("before_media", "after_media"); an error counts as having failed there.
	Fault func(point string) error
}

// Retention is how many days things are kept; 0 takes the default.
type Retention struct {
	Inbox      int // key of the day of accepted events; 30
	Quarantine int // events put aside; 30
	Dedup      int // keys of events; 30, longer than any platform delivers again
	Sent       int // dedup keys of outbox rows; 400
	Audit      int // audit lines; 1095
	Photos     int // photos; 180
	Notes      int // voice notes and files, which cannot be masked; 30
}

func (c *Config) fill() error {
	if c.Path == "" {
		return errors.New("store: no path given")
	}
	if c.Now == nil {
		return errors.New("store: Config.Now is needed")
	}
	if c.KeyFile == "" {
		c.KeyFile = c.Path + ".key"
	}
	if c.Alert == nil {
		c.Alert = func(string, string) {}
	}
	if c.Log == nil {
		c.Log = slog.New(slog.DiscardHandler)
	}
	if c.Rand == nil {
		c.Rand = rand.Reader
	} else {
		c.Rand = &lockedReader{r: c.Rand}
	}
	if c.Timeout == 0 {
		c.Timeout = time.Second
	}
	if c.Fault == nil {
		c.Fault = func(string) error { return nil }
	}
	r := &c.Retention
	for _, d := range []struct {
		days *int
		def  int
	}{{&r.Inbox, 30}, {&r.Quarantine, 30}, {&r.Dedup, 30}, {&r.Sent, 400}, {&r.Audit, 1095}, {&r.Photos, 180}, {&r.Notes, 30}} {
		if *d.days == 0 {
			*d.days = d.def
		}
	}
	return nil
}

// ParseURL reads a store address: "bolt:PATH".
func ParseURL(url string) (path string, err error) {
	path, ok := strings.CutPrefix(url, "bolt:")
	if !ok {
		return "", fmt.Errorf("store: %q is not a store address; write bolt:PATH, e.g. bolt:/var/lib/langnghe/langnghe.db", url)
	}
	if path == "" {
		return "", fmt.Errorf("store: %q names no file; write bolt:PATH", url)
	}
	return path, nil
}
