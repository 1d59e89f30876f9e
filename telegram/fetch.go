package telegram

import (
	"context"
	"errors"
	"io"
	"net/http"
	"net/url"
	"path"
	"strings"
	"time"

	tgbot "github.com/go-telegram/bot"

	"langnghe/bot/chat"
)

// maxFetch is the most the platform hands out.
const maxFetch = 20 << 20

var (
	errFetchLength = errors.New("file is shorter or longer than announced")
	errFetchAnswer = errors.New("file answered by something else")
)

// Fetch downloads what was attached to a message, at most limit bytes (and at
// most the 20 MB the platform hands out; 0 means just those). ref is a
// [chat.Media] Ref. A refusal is a *[chat.SendError]: Invalid with the reason
// "too_big" or "media" when it can never be had, Retry when it may be had later.
// The address has the token in it, so it is kept nowhere and no redirect is
// followed. How long it may take is the transport's matter.
func (c *Channel) Fetch(ctx context.Context, _ time.Time, ref string, limit int64) ([]byte, error) {
	if limit <= 0 || limit > maxFetch {
		limit = maxFetch
	}
	if ref == "" || len(ref) > 512 {
		return nil, invalid("media", "no handle of a file")
	}
	f, err := c.bot.GetFile(ctx, &tgbot.GetFileParams{FileID: ref})
	if err != nil {
		if a := c.read(err); a.code == 400 && strings.Contains(strings.ToLower(a.description), "too big") {
			return nil, invalid("too_big", "larger than the platform hands out")
		}
		if e := c.classify(err); e != nil {
			return nil, e
		}
		return nil, invalid("media", "refused as if it were an edit")
	}
	switch {
	case f.FileSize > limit:
		return nil, invalid("too_big", "larger than we take")
	case f.FilePath == "" || f.FilePath[0] == '/' || path.Clean(f.FilePath) != f.FilePath || strings.HasPrefix(f.FilePath, ".."):
		return nil, invalid("media", "no path to a file")
	}
	return c.download(ctx, f.FilePath, f.FileSize, limit)
}

// download gets the file at a path; size is what was announced, 0 for unknown.
func (c *Channel) download(ctx context.Context, at string, size, limit int64) ([]byte, error) {
	address := c.cfg.APIURL + "/file/bot" + string(c.cfg.Token) + "/" + (&url.URL{Path: at}).EscapedPath()
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil {
		return nil, invalid("media", "no path to a file") // the error would quote the address
	}
	resp, err := c.files.Do(r)
	if err != nil {
		return nil, c.judge(c.unanswered(err))
	}
	defer func() { _ = resp.Body.Close() }()
	switch {
	case resp.StatusCode == http.StatusNotFound: // the path has expired: ask for a new one
		return nil, &chat.SendError{Reaction: chat.Retry, Reason: "media", Code: "404", Err: errFetchAnswer}
	case resp.StatusCode != http.StatusOK:
		e := c.judge(answer{code: resp.StatusCode, description: "file"})
		if e == nil {
			e = &chat.SendError{Reaction: chat.Retry, Reason: "media", Err: errFetchAnswer}
		}
		return nil, e
	case resp.ContentLength > limit:
		return nil, invalid("too_big", "larger than we take")
	}
	body, err := io.ReadAll(io.LimitReader(resp.Body, limit+1))
	switch {
	case err != nil:
		return nil, c.judge(c.unanswered(err))
	case int64(len(body)) > limit:
		return nil, invalid("too_big", "larger than we take")
	case resp.ContentLength >= 0 && int64(len(body)) != resp.ContentLength, size > 0 && int64(len(body)) != size, len(body) == 0 && resp.ContentLength < 0:
		return nil, &chat.SendError{Reaction: chat.Retry, Reason: "media", Err: errFetchLength}
	}
	return body, nil
}
