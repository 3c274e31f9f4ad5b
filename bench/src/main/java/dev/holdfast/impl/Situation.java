package dev.holdfast.impl;

import dev.holdfast.impl.Contestant.Lane;

/** Who uses what when a pair is requested and released again, and which pair that is. */
enum Situation {
  /** One resource, which a process of each domain goes on using; the pairs come and go. */
  HOT(1) {
    @Override
    void prepare(Lane lane, int lanes, int number) {
      lane.request(STAYING, 0);
    }

    @Override
    int pid(int random) {
      return 1 + (random & 1023);
    }

    @Override
    int resource(int random, int number) {
      return 0;
    }
  },

  /** A resource of its own per domain, which nobody else uses: each pair starts and ends it. */
  CHURN(16) {
    @Override
    void prepare(Lane lane, int lanes, int number) {}

    @Override
    int pid(int random) {
      return 1;
    }

    @Override
    int resource(int random, int number) {
      return number;
    }
  },

  /** A thousand resources, all in use by each domain; the pairs come and go. */
  THOUSAND(1000) {
    @Override
    void prepare(Lane lane, int lanes, int number) {
      for (int resource = 0; resource < 1000; resource++) {
        lane.request(STAYING, resource);
      }
    }

    @Override
    int pid(int random) {
      return 1 + (random & 1023);
    }

    @Override
    int resource(int random, int number) {
      return (random >>> 10) % 1000;
    }
  },

  /** A million processes that each use one of a thousand resources; one of them another one. */
  MILLION(1000) {
    @Override
    void prepare(Lane lane, int lanes, int number) {
      for (int pid = 1; pid <= PIDS / lanes; pid++) {
        lane.request(pid, pid % 1000);
      }
    }

    @Override
    int pid(int random) {
      return 1 + random % (PIDS / 2);
    }

    @Override
    int resource(int random, int number) {
      return (pid(random) + 1 + random % 998) % 1000;
    }
  },

  /** As before, but the pair is there already, and stays. */
  AGAIN(1000) {
    @Override
    void prepare(Lane lane, int lanes, int number) {
      MILLION.prepare(lane, lanes, number);
    }

    @Override
    int pid(int random) {
      return MILLION.pid(random);
    }

    @Override
    int resource(int random, int number) {
      return pid(random) % 1000;
    }
  };

  private static final int STAYING = 1_000_000_000;
  private static final int PIDS = 1_000_000;

  final int resources;

  Situation(int resources) {
    this.resources = resources;
  }

  abstract void prepare(Lane lane, int lanes, int number);

  abstract int pid(int random);

  abstract int resource(int random, int number);
}
