package store

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"syscall"
	"time"
)

// holder says which process has the data file open. It lies beside the file for
// people and for the next process that finds the file in use; the lock itself
// is the operating system's, so a holder left by a crash does no harm.
type holder struct {
	PID     int
	Command string
	Since   time.Time
	Admin   string `json:",omitempty"` // path of the admin socket
}

func holderFile(path string) string { return path + ".lock" }

func writeHolder(c *Config) error {
	b, err := json.Marshal(holder{PID: os.Getpid(), Command: filepath.Base(os.Args[0]), Since: c.Now(), Admin: c.AdminSocket})
	if err != nil {
		return fmt.Errorf("store: holder: %w", err)
	}
	return writeFile(holderFile(c.Path), append(b, '\n'), false)
}

func removeHolder(path string) { _ = os.Remove(holderFile(path)) }

// readHolder says who has the data file at path open, as far as it told.
func readHolder(path string) (h holder, ok bool) {
	b, err := os.ReadFile(holderFile(path))
	if err != nil || json.Unmarshal(b, &h) != nil || h.PID == 0 {
		return holder{}, false
	}
	return h, alive(h.PID)
}

func alive(pid int) bool {
	err := syscall.Kill(pid, 0)
	return err == nil || errors.Is(err, syscall.EPERM)
}

// ErrInUse means that another process has the data file open.
var ErrInUse = errors.New("store: the data file is in use")

func inUse(path string) error {
	h, ok := readHolder(path)
	if !ok {
		return fmt.Errorf("%w: %s is held by another process that did not say who it is", ErrInUse, path)
	}
	how := ""
	if h.Admin != "" {
		how = "; ask it through its admin socket " + h.Admin
	}
	return fmt.Errorf("%w: %s is held by process %d (%s) since %s%s", ErrInUse, path, h.PID, h.Command, h.Since.Format(time.RFC3339), how)
}
