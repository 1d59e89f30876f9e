package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"time"
)

// The operator's tools work while the server runs and while it is stopped. A
// task is a value: it goes through the admin socket of the running server, or
// is done here with the store opened for it.

// task is what an operator wants done.
type task struct {
	Do   string            // "invite", "quarantine list", …
	Args map[string]string `json:",omitempty"`
}

// outcome is what came of a task: text for people, or an error for people.
type outcome struct {
	Text  string
	Error string `json:",omitempty"`
}

// socket is the admin socket's path: beside the data file, so that whoever has
// the one has the other.
func (c *config) socket() string { return c.DataFile + ".sock" }

func dirOf(path string) string { return filepath.Dir(path) }

// listenOperator opens the admin socket for the owner alone. A socket left by
// a killed server is replaced; the store's lock has made sure there is no other.
func listenOperator(path string) (net.Listener, error) {
	if err := os.Remove(path); err != nil && !errors.Is(err, os.ErrNotExist) {
		return nil, fmt.Errorf("admin socket: %w", err)
	}
	l, err := net.Listen("unix", path)
	if err != nil {
		return nil, fmt.Errorf("admin socket: %w", err)
	}
	if err := os.Chmod(path, 0o600); err != nil {
		return nil, errors.Join(fmt.Errorf("admin socket: %w", err), l.Close())
	}
	return l, nil
}

// operatorPages takes tasks.
func (n *node) operatorPages() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("POST /task", func(w http.ResponseWriter, r *http.Request) {
		var t task
		if err := json.NewDecoder(http.MaxBytesReader(w, r.Body, 1<<16)).Decode(&t); err != nil {
			http.Error(w, "bad task", http.StatusBadRequest)
			return
		}
		var out outcome
		text, err := n.operate(r.Context(), t)
		out.Text = text
		if err != nil {
			out.Error = err.Error()
		}
		w.Header().Set("Content-Type", "application/json")
		_ = json.NewEncoder(w).Encode(out)
		poke(n.wakeTurn)
		poke(n.wakeSend)
	})
	return mux
}

// ask has a task done, by the running server if there is one.
func ask(ctx context.Context, cfg *config, t task) (string, error) {
	text, err := askServer(ctx, cfg.socket(), t)
	if !errors.Is(err, errNoServer) {
		return text, err
	}
	if _, err := os.Stat(cfg.DataFile); err != nil {
		return "", fmt.Errorf("chưa có kho dữ liệu ở %s: hãy chạy serve hoặc demo --data trước", cfg.DataFile)
	}
	return doHere(ctx, cfg, t)
}

// askNew is ask for what may come before the first start: it makes the store
// when there is none.
func askNew(ctx context.Context, cfg *config, t task) (string, error) {
	text, err := askServer(ctx, cfg.socket(), t)
	if !errors.Is(err, errNoServer) {
		return text, err
	}
	if err := os.MkdirAll(dirOf(cfg.DataFile), 0o700); err != nil {
		return "", fmt.Errorf("không tạo được thư mục dữ liệu: %w", err)
	}
	return doHere(ctx, cfg, t)
}

// doHere does a task with the store opened for it.
func doHere(ctx context.Context, cfg *config, t task) (string, error) {
	env := nodeEnv{Now: time.Now, Log: newLog("warn", "text"), Offline: true}
	env.StoreOnly = strings.HasPrefix(t.Do, "store ")
	n, err := openNode(cfg, env)
	if err != nil {
		return "", err
	}
	text, err := n.operate(ctx, t)
	return text, errors.Join(err, n.Close())
}

var errNoServer = errors.New("no server is running")

func askServer(ctx context.Context, socket string, t task) (string, error) {
	client := http.Client{
		Timeout: 15 * time.Minute, // a backup of a large file takes its time
		Transport: &http.Transport{DialContext: func(ctx context.Context, _, _ string) (net.Conn, error) {
			return (&net.Dialer{}).DialContext(ctx, "unix", socket)
		}},
	}
	defer client.CloseIdleConnections()
	body, err := json.Marshal(t)
	if err != nil {
		return "", err
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, "http://operator/task", bytes.NewReader(body))
	if err != nil {
		return "", err
	}
	resp, err := client.Do(req)
	if err != nil {
		var op *net.OpError
		if errors.As(err, &op) && op.Op == "dial" {
			return "", errNoServer
		}
		return "", fmt.Errorf("máy chủ không trả lời: %w", err)
	}
	defer resp.Body.Close()
	data, err := io.ReadAll(io.LimitReader(resp.Body, 16<<20))
	if err != nil {
		return "", err
	}
	var out outcome
	if err := json.Unmarshal(data, &out); err != nil {
		return "", fmt.Errorf("máy chủ trả lời không hiểu được (%s)", resp.Status)
	}
	if out.Error != "" {
		return out.Text, errors.New(out.Error)
	}
	return out.Text, nil
}

// tasks is what operators may have done.
var tasks = map[string]func(*node, context.Context, map[string]string) (string, error){
	"invite":            (*node).opInvite,
	"quarantine list":   (*node).opQuarantineList,
	"quarantine show":   (*node).opQuarantineShow,
	"quarantine replay": (*node).opQuarantineReplay,
	"outbox list":       (*node).opOutboxList,
	"outbox show":       (*node).opOutboxShow,
	"outbox replay":     (*node).opOutboxReplay,
	"store check":       (*node).opStoreCheck,
	"store backup":      (*node).opStoreBackup,
	"store salvage":     (*node).opStoreSalvage,
	"store mend":        (*node).opStoreMend,
	"store aside":       (*node).opStoreAside,
	"zalo resume":       (*node).opZaloResume,
	"zalo authorize":    (*node).opZaloAuthorize,
	"zalo group create": (*node).opGroupCreate,
	"zalo group list":   (*node).opGroupList,
	"zalo group show":   (*node).opGroupShow,
	"zalo group invite": (*node).opGroupInvite,
	"zalo group renew":  (*node).opGroupRenew,
	"zalo group delete": (*node).opGroupDelete,
	"zalo costs":        (*node).opZaloCosts,
	"zalo template on":  (*node).opTemplateOn,
}

// operate does a task on this node's store.
func (n *node) operate(ctx context.Context, t task) (string, error) {
	do, ok := tasks[t.Do]
	if !ok {
		return "", fmt.Errorf("không có việc %q", t.Do)
	}
	return do(n, ctx, t.Args)
}
