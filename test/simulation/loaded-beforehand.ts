// What a night loads when it needs it takes real time, in which a timeline would run on: whoever simulates nights imports this first.
import '../../lambda/archive/ledger-store.ts';
import '../../lambda/night/draw-page.ts';
import '../../lambda/night/tell.ts';
