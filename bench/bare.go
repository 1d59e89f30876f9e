package main

import (
	"fmt"
	"path/filepath"
	"sync"
	"sync/atomic"

	bolt "go.etcd.io/bbolt"
)

// group is the baseline: a plain group commit over bare bbolt, with real
// fsync. One goroutine takes what waits and commits it; a caller returns when
// his bytes are on disk. Nothing is read, checked, sealed or counted.
type group struct {
	db   *bolt.DB
	wait chan *job
	idle sync.WaitGroup
}

// put is one key and value in a bucket.
type put struct {
	bucket     string
	key, value []byte
}

type job struct {
	puts []put
	done chan error
}

// made numbers the files, so that no two measurements share one.
var made atomic.Int64

func fresh(dir, name string) string {
	return filepath.Join(dir, fmt.Sprintf("%s-%d.db", name, made.Add(1)))
}

func openGroup(dir string, buckets ...string) (*group, error) {
	db, err := bolt.Open(fresh(dir, "bare"), 0o600, &bolt.Options{
		FreelistType: bolt.FreelistMapType, InitialMmapSize: 256 << 20, // as the store has it
	})
	if err != nil {
		return nil, err
	}
	db.AllocSize = 16 << 20
	err = db.Update(func(tx *bolt.Tx) error {
		for _, b := range buckets {
			if _, err := tx.CreateBucketIfNotExists([]byte(b)); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	g := &group{db: db, wait: make(chan *job, 1024)}
	g.idle.Go(g.run)
	return g, nil
}

func (g *group) put(puts ...put) error {
	j := &job{puts, make(chan error, 1)}
	g.wait <- j
	return <-j.done
}

func (g *group) run() {
	for j := range g.wait {
		batch := []*job{j}
		for more := true; more; {
			select {
			case j, ok := <-g.wait:
				if more = ok; ok {
					batch = append(batch, j)
				}
			default:
				more = false
			}
		}
		err := g.db.Update(func(tx *bolt.Tx) error {
			for _, j := range batch {
				for _, p := range j.puts {
					if err := tx.Bucket([]byte(p.bucket)).Put(p.key, p.value); err != nil {
						return err
					}
				}
			}
			return nil
		})
		for _, j := range batch {
			j.done <- err
		}
	}
}

func (g *group) close() error {
	close(g.wait)
	g.idle.Wait()
	return g.db.Close()
}
