package store

import (
	"errors"
	"fmt"
	"os"
	"strings"
	"testing"
	"time"
)

func TestSecondOpener(t *testing.T) {
	c := testConfig(t)
	c.AdminSocket, c.Timeout = "/run/langnghe/admin.sock", time.Nanosecond
	s := mustOpen(t, c)
	_, err := Open(c)
	if !errors.Is(err, ErrInUse) {
		t.Fatalf("the second opener got %v", err)
	}
	for _, want := range []string{c.Path, fmt.Sprint("process ", os.Getpid()), c.AdminSocket, "2026-11-23T09:00:00Z"} {
		if !strings.Contains(err.Error(), want) {
			t.Errorf("the message does not say %q: %v", want, err)
		}
	}
	closeNow(t, s)
	if _, err := os.Stat(holderFile(c.Path)); !os.IsNotExist(err) {
		t.Errorf("the holder's file stays after Close: %v", err)
	}
	// What a crash left behind neither hinders nor misleads.
	for _, stale := range []string{`{"PID":2147483600,"Command":"dead"}`, "", "junk"} {
		if err := os.WriteFile(holderFile(c.Path), []byte(stale), 0o600); err != nil {
			t.Fatal(err)
		}
		if err := inUse(c.Path); strings.Contains(err.Error(), "dead") {
			t.Errorf("a dead process is said to hold the file: %v", err)
		}
		closeNow(t, mustOpen(t, c))
	}
}
