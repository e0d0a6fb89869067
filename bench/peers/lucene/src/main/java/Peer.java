import java.io.*;
import java.nio.charset.StandardCharsets;
import java.nio.file.*;
import java.util.*;
import java.util.concurrent.*;
import java.util.concurrent.atomic.*;
import org.apache.lucene.analysis.*;
import org.apache.lucene.analysis.tokenattributes.*;
import org.apache.lucene.document.*;
import org.apache.lucene.index.Term;
import org.apache.lucene.monitor.*;
import org.apache.lucene.queries.spans.*;
import org.apache.lucene.search.*;

/** Peer matches posts with Lucene Monitor: queries and posts as bench/peers writes them. */
public class Peer {
  static final String F = "t";

  /** Words parted by spaces, a position each; other names of one behind bars. */
  static final class Words extends Tokenizer {
    final CharTermAttribute term = addAttribute(CharTermAttribute.class);
    final PositionIncrementAttribute step = addAttribute(PositionIncrementAttribute.class);
    final StringBuilder word = new StringBuilder();
    int before = ' ';

    @Override public void reset() throws IOException { super.reset(); before = ' '; }

    @Override public boolean incrementToken() throws IOException {
      clearAttributes();
      word.setLength(0);
      int parted = before;
      for (int c; ; ) {
        c = input.read();
        if (c == ' ' || c == '|' || c < 0) {
          if (word.length() == 0 && c >= 0) { parted = c; continue; }
          before = c;
          break;
        }
        word.append((char) c);
      }
      if (word.length() == 0) return false;
      term.append(word);
      step.setPositionIncrement(parted == '|' ? 0 : 1);
      return true;
    }
  }

  static String[] said;
  static int at;

  static Query query() {
    String op = said[at++];
    switch (op) {
      case "W": return new TermQuery(new Term(F, said[at++]));
      case "S": return new PrefixQuery(new Term(F, said[at++]));
      case "P": {
        int n = Integer.parseInt(said[at++]);
        PhraseQuery.Builder b = new PhraseQuery.Builder();
        for (int i = 0; i < n; i++) b.add(new Term(F, said[at++]));
        return b.build();
      }
      case "NEAR": at--; return span();
      case "NOT": throw new IllegalStateException("NOT alone");
      default: {
        int n = Integer.parseInt(said[at++]);
        BooleanQuery.Builder b = new BooleanQuery.Builder();
        for (int i = 0; i < n; i++) {
          if (said[at].equals("NOT")) { at++; b.add(query(), BooleanClause.Occur.MUST_NOT); continue; }
          b.add(query(), op.equals("OR") ? BooleanClause.Occur.SHOULD : BooleanClause.Occur.MUST);
        }
        return b.build();
      }
    }
  }

  static SpanQuery span() {
    String op = said[at++];
    switch (op) {
      case "W": return new SpanTermQuery(new Term(F, said[at++]));
      case "S": return new SpanMultiTermQueryWrapper<>(new PrefixQuery(new Term(F, said[at++])));
      case "NEAR": {
        int most = Integer.parseInt(said[at++]);
        boolean ordered = said[at++].equals("1");
        SpanQuery l = span(), r = span();
        return new SpanNearQuery(new SpanQuery[] {l, r}, most, ordered);
      }
      default: {
        int n = Integer.parseInt(said[at++]);
        SpanQuery[] parts = new SpanQuery[n];
        for (int i = 0; i < n; i++) parts[i] = op.equals("P") ? new SpanTermQuery(new Term(F, said[at++])) : span();
        return op.equals("P") ? new SpanNearQuery(parts, 0, true) : new SpanOrQuery(parts);
      }
    }
  }

  static Document document(String s) {
    Document d = new Document();
    d.add(new TextField(F, s, Field.Store.NO));
    return d;
  }

  public static void main(String[] a) throws Exception {
    BooleanQuery.class.getName();
    IndexSearcher.setMaxClauseCount(1 << 20);
    List<MonitorQuery> queries = new ArrayList<>();
    for (String line : Files.readAllLines(Path.of(a[0]), StandardCharsets.UTF_8)) {
      said = line.split(" ");
      at = 0;
      queries.add(new MonitorQuery(Integer.toString(queries.size() + 1), query()));
    }
    List<String> posts = Files.readAllLines(Path.of(a[1]), StandardCharsets.UTF_8);
    int checked = Integer.parseInt(a[3]), cores = Integer.parseInt(a[4]);
    Analyzer analyzer = new Analyzer() {
      @Override protected TokenStreamComponents createComponents(String field) { return new TokenStreamComponents(new Words()); }
    };
    long start = System.nanoTime();
    Presearcher p = new MultipassTermFilteredPresearcher(2, 0.0f, TermWeightor.DEFAULT,
        List.of(new WildcardNGramPresearcherComponentsHolder().handler), Set.of());
    try (Monitor m = new Monitor(analyzer, p, new MonitorConfiguration().setQueryUpdateBufferSize(20_000))) {
      for (int i = 0; i < queries.size(); i += 10_000) m.register(queries.subList(i, Math.min(i + 10_000, queries.size())));
      System.out.printf("lucene: registered in %.2f s%n", (System.nanoTime() - start) / 1e9);
      try (BufferedWriter w = Files.newBufferedWriter(Path.of(a[2]), StandardCharsets.UTF_8)) {
        for (String s : posts.subList(0, checked)) {
          StringBuilder line = new StringBuilder();
          for (QueryMatch q : m.match(document(s), QueryMatch.SIMPLE_MATCHER).getMatches()) line.append(q.getQueryId()).append(' ');
          w.write(line.append('\n').toString());
        }
      }
      double best = 0;
      for (int batch : new int[] {1, 20, 200}) {
        run(m, posts, batch, cores, 5); // warm
        double rate = run(m, posts, batch, cores, 10);
        System.out.printf("lucene: %.0f posts/s on %d cores, %d posts a batch%n", rate, cores, batch);
        best = Math.max(best, rate);
      }
      System.out.printf("lucene: best %.0f posts/s, without cutting%n", best);
    }
  }

  /** Only holds the handler that gives the presearcher something to ask of prefixes. */
  static final class WildcardNGramPresearcherComponentsHolder {
    final CustomQueryHandler handler = new RegexpQueryHandler();
  }

  static double run(Monitor m, List<String> posts, int batch, int cores, int seconds) throws Exception {
    ExecutorService pool = Executors.newFixedThreadPool(cores);
    AtomicInteger next = new AtomicInteger();
    AtomicLong done = new AtomicLong();
    long start = System.nanoTime(), end = start + seconds * 1_000_000_000L;
    List<Future<?>> all = new ArrayList<>();
    for (int c = 0; c < cores; c++) {
      all.add(pool.submit(() -> {
        while (System.nanoTime() < end) {
          int from = Math.floorMod(next.getAndAdd(batch), posts.size());
          int to = Math.min(from + batch, posts.size());
          if (batch == 1) {
            m.match(document(posts.get(from)), QueryMatch.SIMPLE_MATCHER);
          } else {
            Document[] docs = new Document[to - from];
            for (int i = from; i < to; i++) docs[i - from] = document(posts.get(i));
            m.match(docs, QueryMatch.SIMPLE_MATCHER);
          }
          done.addAndGet(to - from);
        }
        return null;
      }));
    }
    for (Future<?> f : all) f.get();
    double rate = done.get() / ((System.nanoTime() - start) / 1e9);
    pool.shutdown();
    return rate;
  }
}
