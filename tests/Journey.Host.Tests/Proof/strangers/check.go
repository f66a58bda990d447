// Checks a log with what Go checks its module database with: golang.org/x/mod/sumdb/note and tlog, as Debian ships them.
// usage: check VKEY FOLDER: checkpoint, old-checkpoint, proof.tlog-proof, consistency.json, and tile/ with every tile of the checkpoint's tree.
package main

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

func must(err error) {
	if err != nil {
		fmt.Println("REJECTED:", err)
		os.Exit(1)
	}
}

func read(name string) []byte {
	data, err := os.ReadFile(name)
	must(err)
	return data
}

func hash(text string) (h tlog.Hash) {
	data, err := base64.StdEncoding.DecodeString(text)
	must(err)
	if len(data) != tlog.HashSize {
		must(fmt.Errorf("a hash of %d bytes", len(data)))
	}
	copy(h[:], data)
	return
}

func open(signed []byte, verifier note.Verifier) tlog.Tree {
	opened, err := note.Open(signed, note.VerifierList(verifier))
	must(err)
	lines := strings.Split(opened.Text, "\n")
	size, err := strconv.ParseInt(lines[1], 10, 64)
	must(err)
	if lines[0] != verifier.Name() {
		must(fmt.Errorf("the checkpoint is of %s", lines[0]))
	}
	return tlog.Tree{N: size, Hash: hash(lines[2])}
}

// Tiles as files; the height is not in C2SP's paths.
type tiles string

func (folder tiles) Height() int { return 8 }

func (folder tiles) ReadTiles(wanted []tlog.Tile) ([][]byte, error) {
	var all [][]byte
	for _, t := range wanted {
		data, err := os.ReadFile(filepath.Join(string(folder), strings.Replace(t.Path(), "tile/8/", "tile/", 1)))
		if err != nil {
			return nil, err
		}
		all = append(all, data)
	}
	return all, nil
}

func (folder tiles) SaveTiles([]tlog.Tile, [][]byte) {}

func main() {
	verifier, err := note.NewVerifier(os.Args[1])
	must(err)
	folder := os.Args[2]
	tree := open(read(filepath.Join(folder, "checkpoint")), verifier)
	old := open(read(filepath.Join(folder, "old-checkpoint")), verifier)

	var consistency struct{ Path []string }
	must(json.Unmarshal(read(filepath.Join(folder, "consistency.json")), &consistency))
	var proof tlog.TreeProof
	for _, line := range consistency.Path {
		proof = append(proof, hash(line))
	}
	must(tlog.CheckTree(proof, tree.N, tree.Hash, old.N, old.Hash))

	head, signed, found := bytes.Cut(read(filepath.Join(folder, "proof.tlog-proof")), []byte("\n\n"))
	if !found {
		must(fmt.Errorf("not a proof"))
	}
	lines := strings.Split(string(head), "\n")
	entry, err := base64.StdEncoding.DecodeString(strings.TrimPrefix(lines[1], "extra "))
	must(err)
	index, err := strconv.ParseInt(strings.TrimPrefix(lines[2], "index "), 10, 64)
	must(err)
	var record tlog.RecordProof
	for _, line := range lines[3:] {
		record = append(record, hash(line))
	}
	under := open(signed, verifier)
	must(tlog.CheckRecord(record, under.N, under.Hash, index, tlog.RecordHash(entry)))

	reader := tlog.TileHashReader(tree, tiles(folder))
	whole, err := tlog.TreeHash(tree.N, reader)
	must(err)
	if whole != tree.Hash {
		must(fmt.Errorf("the tiles give another root"))
	}
	again, err := tlog.ProveRecord(tree.N, index, reader)
	must(err)
	must(tlog.CheckRecord(again, tree.N, tree.Hash, index, tlog.RecordHash(entry)))
	fmt.Printf("ACCEPTED: entry %d of %d\n", index, tree.N)
}
