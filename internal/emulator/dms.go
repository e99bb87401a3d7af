package emulator

import (
	"net/http"
	"slices"
	"strconv"
	"time"
)

// kafkaInstance is a DMS Kafka instance that BCS bought for the consensus of a blockchain.
type kafkaInstance struct {
	id, name     string
	kafkaSpec    kafkaSpec
	project      *project
	created      time.Time
	blockchainID string
	status       string
	change       *change
}

const (
	kafkaRunning  = "RUNNING"
	kafkaDeleting = "DELETING"
	kafkaNodes    = 3
	maxKafkaLimit = 50
)

// dmsRoutes are what the official provider asks DMS before it deletes an instance with Kafka (contract/bcs.md 2.4).
func dmsRoutes() []route {
	const instances = "/v2/{project_id}/instances"
	return behind(&backend{}, []route{
		{method: http.MethodGet, path: instances, access: inProject, handle: listKafkas},
		{method: http.MethodGet, path: instances + "/{instance_id}", access: inProject, handle: showKafka},
		{method: http.MethodDelete, path: instances + "/{instance_id}", access: inProject, handle: deleteKafka},
	})
}

func dmsFail(status int, code, message string) reply {
	return reply{status: status, code: code, message: message, body: object{"error_code": code, "error_msg": message}}
}

func (b *blockchain) kafkaName() string { return b.name + "-kafka" }

// createKafka buys the Kafka instance of a new blockchain.
func (e *Emulator) createKafka(b *blockchain) {
	if b.kafka == nil {
		return
	}
	k := &kafkaInstance{id: newUUID(), name: b.kafkaName(), kafkaSpec: *b.kafka, project: b.project, created: e.now(),
		blockchainID: b.id, status: kafkaRunning}
	e.store.kafkas.add(k.id, k)
}

// kafkaOf finds the Kafka instance of a blockchain, or nil.
func (e *Emulator) kafkaOf(b *blockchain) *kafkaInstance {
	all := e.store.kafkas.all(false)
	if i := slices.IndexFunc(all, func(k *kafkaInstance) bool { return k.blockchainID == b.id }); i >= 0 {
		return all[i]
	}
	return nil
}

// kafkaInfo is dms_kafka_info of the detail. golangsdk reads a name and a number of nodes as well.
func (c *call) kafkaInfo(b *blockchain) object {
	fields := object{"order_fade_enabled": false, "order_fade_enable": false, "order_fade_cache": 0, "status": "",
		"status_detail": "", "addr": []string{}, "name": "", "node_cnt": 0}
	k := c.kafkaOf(b)
	if k == nil {
		return fields
	}
	fields["name"], fields["node_cnt"], fields["status"], fields["status_detail"] = k.name, kafkaNodes, chainNormal, "3/3"
	fields["addr"] = []string{k.address()}
	return fields
}

func (k *kafkaInstance) address() string {
	return "192.168.0." + strconv.Itoa(10+int(k.id[0])%100) + ":9092"
}

func (k *kafkaInstance) view() object {
	return object{"instance_id": k.id, "name": k.name, "engine": "kafka", "engine_version": "2.3.0", "status": k.status,
		"resource_spec_code": k.kafkaSpec.flavor, "specification": k.kafkaSpec.flavor, "total_storage_space": k.kafkaSpec.storage,
		"storage_space": k.kafkaSpec.storage, "connect_address": k.address(), "port": 9092, "charging_mode": 1,
		"created_at": strconv.FormatInt(k.created.UnixMilli(), 10), "description": "", "enterprise_project_id": "0"}
}

// listKafkas lists the project's instances. The name is a part of the name, unless an exact match is asked for.
func listKafkas(c *call) reply {
	if engine := c.query.Get("engine"); engine != "" && engine != "kafka" {
		return ok(object{"instances": []any{}, "instance_num": 0})
	}
	name := c.query.Get("name")
	exact, err := c.flag("exact_match_name")
	if err != nil {
		return dmsFail(http.StatusBadRequest, "DMS.00400002", "Invalid exact_match_name.")
	}
	found := []any{}
	for _, k := range c.store.kafkas.all(c.stale) {
		named := contains(k.name, name)
		if exact {
			named = k.name == name
		}
		if k.project == c.project && named && c.matches("instance_id", k.id) && c.matches("status", k.status) {
			found = append(found, k.view())
		}
	}
	limit, offset, wrong := c.window(maxKafkaLimit)
	if wrong != "" {
		return dmsFail(http.StatusBadRequest, "DMS.00400002", "Invalid "+wrong+".")
	}
	return ok(object{"instances": windowOf(found, limit, offset), "instance_num": len(found)})
}

// ownKafka finds the instance of the path among those of the project.
func (c *call) ownKafka() (*kafkaInstance, *reply) {
	k := c.store.kafkas.get(c.req.PathValue("instance_id"), c.stale)
	if k == nil || k.project != c.project {
		return nil, new(dmsFail(http.StatusNotFound, "DMS.00404022", "This instance does not exist."))
	}
	return k, nil
}

func showKafka(c *call) reply {
	k, refused := c.ownKafka()
	if refused != nil {
		return *refused
	}
	view := k.view()
	if !c.stale {
		k.change.sawRead()
	}
	return ok(view)
}

// deleteKafka starts the deletion of an instance, whether or not its blockchain still exists.
func deleteKafka(c *call) reply {
	k, refused := c.ownKafka()
	if refused != nil {
		return *refused
	}
	c.store.kafkas.touch(k.id)
	if k.change == nil {
		k.status, k.change = kafkaDeleting, c.begin(KafkaDelete, "")
	}
	return emptyReply(http.StatusNoContent)
}

// settleKafkas ends every deletion that is due; one that fails leaves the instance running.
func (e *Emulator) settleKafkas(now time.Time) {
	for _, k := range e.store.kafkas.all(false) {
		switch {
		case !k.change.due(now):
		case k.change.policy.fail != nil:
			k.status, k.change = kafkaRunning, nil
		default:
			e.store.kafkas.remove(k.id)
		}
	}
}
