package drill

import (
	"context"
	"errors"
	"io"
	"net/http"
	"time"
)

// Program is what is drilled: everything of production but the clock, the seed,
// the transport and the faults.
type Program interface {
	// Open starts the program on the data in env.Dir. An error that is
	// [ErrKilled] means that it was killed while it started.
	Open(env Env) (Node, error)
}

// Env is what a program gets from the drill in place of the world.
type Env struct {
	Dir       string // a folder with org.yaml; the program's data go there
	Now       func() time.Time
	Rand      io.Reader
	Transport map[string]http.RoundTripper // by platform: "zalo", "telegram"
	// Fault is called at each point at which the program writes; an error
	// counts as having failed there.
	Fault func(point string) error
}

// Node is a program that runs.
type Node interface {
	http.Handler // the webhooks
	// Step does what is due at now by the program's own clock; next is when
	// something is due again.
	Step(ctx context.Context, now time.Time) (next time.Time, did bool, err error)
	// Settle makes people known as if they had joined and agreed at a moment.
	Settle(people []Resident) error
	// Close ends it in good order; of one that was killed it only lets go of
	// what the system would.
	Close() error

	// Invite makes a code by which so many may join a unit as collaborators.
	Invite(ctx context.Context, unit string, uses int) (code string, err error)

	Counts() Counts
	// Filed lists the reports of a month, as they lie in the archive.
	Filed(month string) ([]Filed, error)
	// Check reads everything back and reports what is damaged.
	Check() error
	// Authorise does what an operator does when the account's tokens are lost:
	// open shows the link to an administrator and gives where he is sent back to.
	Authorise(ctx context.Context, open func(link string) (back string, err error)) error
}

// ErrKilled is the error of everything a killed program still tries.
var ErrKilled = errors.New("drill: killed")

// Resident is somebody who takes part from the beginning.
type Resident struct {
	ID       string
	Zalo     string // account; "" for none
	Telegram string
	Joined   time.Time
}

// Counts is what a program holds in line.
type Counts struct {
	Waiting, Quarantined, Queued, Sending, Parked, Dead, Maybe int
	Expired                                                    int // of Dead: their time was over before they could be sent
}

// Filed is a report as it was filed.
type Filed struct {
	ID, Kind, Person, Unit, Period string
	At                             time.Time
	Withdrawn                      bool
	Words                          []string // every text answer, in order
	Photos                         int
}
