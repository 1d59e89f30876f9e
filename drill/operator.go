package drill

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"time"
)

// operator is who looks after the program: when the account's tokens are lost
// he authorises it anew, an hour after he could know.
type operator struct {
	w  *world
	at time.Time // of his next try

	codes map[string]invitation // by ward
}

// slow is how long he takes.
const slow = time.Hour

// lostTokens tells him that no token serves any more.
func (o *operator) lostTokens() {
	if o.at.IsZero() {
		o.at = o.w.now.Add(slow)
		o.w.faults.ill(slow)
	}
}

// act is he, doing what he must.
func (o *operator) act(ctx context.Context) {
	if o.at.IsZero() || o.at.After(o.w.now) || o.w.dead || o.w.node == nil {
		return
	}
	if err := o.w.node.Authorise(ctx, o.agree); err != nil {
		o.w.log.add(o.w.now, "the operator cannot authorise the account")
		o.at = o.w.now.Add(10 * time.Minute)
		o.w.faults.ill(10 * time.Minute)
		return
	}
	o.at = time.Time{}
	o.w.score.Authorised++
}

// agree opens the platform's page as an administrator of the account would, and
// gives the address he is sent back to.
func (o *operator) agree(link string) (back string, err error) {
	r, err := http.NewRequestWithContext(context.Background(), http.MethodGet, link, nil)
	if err != nil {
		return "", err
	}
	resp, err := o.w.zalo.Transport().RoundTrip(r)
	if err != nil {
		return "", err
	}
	if err := resp.Body.Close(); err != nil {
		return "", err
	}
	if back = resp.Header.Get("Location"); back == "" {
		err = errors.New("drill: the page sends nobody back: " + fmt.Sprint(resp.StatusCode))
	}
	return back, err
}
